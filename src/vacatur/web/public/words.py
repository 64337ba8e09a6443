"""Every word of the letter page, in English and Spanish. It states no law, and promises nothing."""

from __future__ import annotations

from collections.abc import Mapping

EN, ES = "en", "es"
OTHER = {EN: ES, ES: EN}
OTHER_NAME = {EN: "Español", ES: "English"}  # as whoever reads that language calls it

_ENGLISH = {
    "skip": "Go to the main part",
    "leave": "Leave this page now",
    "call": "Call us:",
    "print": "To print, use the menu of your browser.",
    "start_title": "Read your letter",
    "start_why": "Did we mail you a letter about your case? The letter has a code. "
    "Type the code here to read the letter on your phone.",
    "code": "Code from your letter",
    "code_looks": "It has 20 letters and numbers. You can leave out the dashes.",
    "open": "Open my letter",
    "once_title": "The code works one time",
    "once": "When you open the letter, the code is used up. "
    "You can read the letter here for {minutes} minutes. Keep the paper letter.",
    "shared": "Do other people use this phone or computer? Press “{leave}” when you are done.",
    "no_code_title": "No code, or it does not work?",
    "no_code": "Call us. We can mail you a new letter with a new code.",
    "no_names": "This page does not look up names. It cannot tell anybody if you have a case.",
    "counts": "See what this office has done, in numbers",
    "closed_title": "No letter is open",
    "closed": "Look at each letter and number of the code, and try again.",
    "closed_why": "A code works one time, and only until the day on the letter. "
    "If it has been a while since you opened your letter, it has closed.",
    "again": "Type the code again",
    "too_many_title": "Please wait",
    "too_many": "There were too many tries. Wait ten minutes, and try again. Or call us.",
    "lost_title": "We cannot show this page",
    "lost": "Go to the first page, or call us.",
    "first_page": "Go to the first page",
    "letter_from": "A letter from: {office}",
    "letter_day": "Day of the letter:",
    "reads_for": "You can read this letter here for {minutes} minutes after you opened it. "
    "What you see now stays until you leave.",
    "means_title": "What it means for work and housing",
    "work_title": "Work",
    "work": "A form for a job may ask about your record. "
    "Before you answer, ask a lawyer what to write.",
    "housing_title": "A home to rent",
    "housing": "A landlord may ask about your record. "
    "Before you answer, ask a lawyer what to write.",
    "means_unknown": "We do not know what this case means for your job or your home. "
    "It can depend on the case and on what you are asked. Call us and ask who can help.",
    "next_title": "What to do next",
    "next_keep": "Keep the paper letter. Print this page if you want a copy.",
    "next_ask": "Is something in this letter wrong? Do you not understand it? Call us.",
    "next_lawyer": "We cannot be your lawyer. A legal aid office may be able to help you.",
    "close": "Close my letter",
}
_SPANISH = {
    "skip": "Ir a la parte principal",
    "leave": "Salir de esta página ya",
    "call": "Llámenos:",
    "print": "Para imprimir, use el menú de su navegador.",
    "start_title": "Lea su carta",
    "start_why": "¿Le mandamos una carta sobre su caso? La carta tiene una clave. "
    "Escriba aquí la clave para leer la carta en su teléfono.",
    "code": "Clave de su carta",
    "code_looks": "Tiene 20 letras y números. Puede dejar fuera los guiones.",
    "open": "Abrir mi carta",
    "once_title": "La clave sirve una sola vez",
    "once": "Cuando abra la carta, la clave ya no sirve. "
    "Puede leer la carta aquí por {minutes} minutos. Guarde la carta de papel.",
    "shared": "¿Otras personas usan este teléfono o computadora? Toque “{leave}” cuando termine.",
    "no_code_title": "¿No tiene clave, o no sirve?",
    "no_code": "Llámenos. Le podemos mandar por correo otra carta con otra clave.",
    "no_names": "Esta página no busca nombres. No le puede decir a nadie si usted tiene un caso.",
    "counts": "Vea en números lo que ha hecho esta oficina",
    "closed_title": "Ninguna carta está abierta",
    "closed": "Mire bien cada letra y número de la clave, y pruebe otra vez.",
    "closed_why": "Una clave sirve una sola vez, y solo hasta el día que dice la carta. "
    "Si ya pasó un rato desde que abrió su carta, la carta se cerró.",
    "again": "Escribir la clave otra vez",
    "too_many_title": "Espere, por favor",
    "too_many": "Hubo demasiados intentos. Espere diez minutos y pruebe otra vez. O llámenos.",
    "lost_title": "No podemos mostrar esta página",
    "lost": "Vaya a la primera página, o llámenos.",
    "first_page": "Ir a la primera página",
    "letter_from": "Una carta de: {office}",
    "letter_day": "Día de la carta:",
    "reads_for": "Puede leer esta carta aquí por {minutes} minutos desde que la abrió. "
    "Lo que ve ahora se queda hasta que usted salga.",
    "means_title": "Qué quiere decir para el trabajo y la casa",
    "work_title": "Trabajo",
    "work": "Para un trabajo le pueden preguntar por sus antecedentes. "
    "Antes de contestar, pregunte a un abogado qué debe poner.",
    "housing_title": "Una casa para rentar",
    "housing": "El dueño de una casa le puede preguntar por sus antecedentes. "
    "Antes de contestar, pregunte a un abogado qué debe poner.",
    "means_unknown": "No sabemos qué quiere decir este caso para su trabajo o su casa. "
    "Puede depender del caso y de lo que le pregunten. Llámenos y pregunte quién le puede ayudar.",
    "next_title": "Qué hacer ahora",
    "next_keep": "Guarde la carta de papel. Si quiere una copia, imprima esta página.",
    "next_ask": "¿Algo en esta carta está mal? ¿No la entiende? Llámenos.",
    "next_lawyer": "No podemos ser su abogado. Una oficina de ayuda legal tal vez le pueda ayudar.",
    "close": "Cerrar mi carta",
}
WORDS: Mapping[str, Mapping[str, str]] = {EN: _ENGLISH, ES: _SPANISH}
