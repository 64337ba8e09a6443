"""What letters say in Spanish where the law's own words stand in English."""

from __future__ import annotations

from collections.abc import Mapping

from vacatur.law.vehicle import Holder

HOLDERS: Mapping[Holder, str] = {
    Holder.COURT_FILE: "el expediente del tribunal",
    Holder.CENTRAL_REPOSITORY: "el registro central de antecedentes penales del estado",
    Holder.POLICE_RECORD: "los registros de la policía y de la fiscalía",
    Holder.PUBLIC_PORTAL: "la página web donde el público busca casos del tribunal",
    Holder.FEDERAL_RECORD: "el registro federal de antecedentes penales",
    Holder.BACKGROUND_SCREENERS: "las empresas que venden informes de antecedentes",
}
