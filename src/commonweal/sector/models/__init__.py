"""What the register keeps."""

from commonweal.sector.models.corrections import Correction, Withholding
from commonweal.sector.models.feedback import Feedback, FeedbackAnswer, FeedbackRelease
from commonweal.sector.models.identity import BodyLink, Doubtful, Identifier, Merge
from commonweal.sector.models.members import Member
from commonweal.sector.models.nominations import Nomination
from commonweal.sector.models.organisations import (
    AreaServed,
    Classification,
    FinancialYear,
    Link,
    Name,
    Organisation,
    Term,
)
from commonweal.sector.models.provenance import Feed, Mapping, SourceRecord
from commonweal.sector.models.searching import SearchChange, SearchRow, SearchWord, ServiceChange
from commonweal.sector.models.service_parts import (
    Closure,
    CostOption,
    Schedule,
    ServiceArea,
    ServiceContact,
    ServiceLanguage,
    ServiceTerm,
)
from commonweal.sector.models.services import Location, Service, ServiceAtLocation

__all__ = [
    "AreaServed",
    "BodyLink",
    "Classification",
    "Closure",
    "Correction",
    "CostOption",
    "Doubtful",
    "Feed",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackRelease",
    "FinancialYear",
    "Identifier",
    "Link",
    "Location",
    "Mapping",
    "Member",
    "Merge",
    "Name",
    "Nomination",
    "Organisation",
    "Schedule",
    "SearchChange",
    "SearchRow",
    "SearchWord",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceChange",
    "ServiceContact",
    "ServiceLanguage",
    "ServiceTerm",
    "SourceRecord",
    "Term",
    "Withholding",
]
