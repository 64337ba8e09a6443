"""A page and a rap sheet that nobody printed: made after the labels alone."""

from __future__ import annotations

from collections.abc import Sequence

PAGE = """<html><head><title>Case</title><style>x{}</style></head><body>
<h2>District Court of Maryland</h2><table>
<tr><td><span>Court System:</span></td>
<td><span>DISTRICT COURT FOR BALTIMORE CITY CRIMINAL SYSTEM</span></td></tr>
<tr><td><span>Case Number:</span></td><td>4B01234567</td>
<td>Tracking No:</td><td>1310012345</td></tr>
<tr><td>Issued Date:</td><td>03/05/2012</td></tr>
<tr><td>Defendant Name:</td><td>ROE, RICHARD CANARY</td></tr>
<tr><td>DOB:</td><td>01/02/1980</td></tr>
<tr><td>Charge No:</td><td>001</td><td>Description:</td><td>CDS: POSSESSION - MARIHUANA</td></tr>
<tr><td>Statute:</td><td>CR.5.601.(a)(1)</td><td>CJIS Code:</td><td>1 0573</td></tr>
<tr><td>Incident Date From:</td><td>03/04/2012</td></tr>
<tr><td>Plea:</td><td>GUILTY</td><td>Disposition:</td><td>GUILTY</td></tr>
<tr><td>Disposition Date:</td><td>06/01/2012</td></tr>
<tr><td>Charge No:</td><td>002</td><td>Description:</td><td>CDS:POSSESS-NOT MARIHUANA</td></tr>
<tr><td>CJIS Code:</td><td>4 3550</td><td>Disposition:</td><td>NOLLE PROSEQUI</td></tr>
<tr><td>Disposition Date:</td><td>06/31/2012</td></tr>
<tr><td>Something odd happened here</td></tr>
</table><script>var name = "not text";</script></body></html>"""


def a_pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page with some lines of text."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 10 Tf 72 720 Td {shown}ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
