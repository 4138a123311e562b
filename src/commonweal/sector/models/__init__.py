"""What the register keeps."""

from commonweal.sector.models.claims import (
    Invitation,
    PageClaim,
)
from commonweal.sector.models.confirming import (
    Answer,
    Confirmation,
    FreshnessRule,
    Reminder,
)
from commonweal.sector.models.corrections import (
    Correction,
    Withholding,
)
from commonweal.sector.models.feedback import (
    Feedback,
    FeedbackAnswer,
    FeedbackRelease,
)
from commonweal.sector.models.groups import (
    Application,
    ApplicationStep,
    GroupLink,
    RelayLetter,
    RelayStop,
    Vouch,
)
from commonweal.sector.models.identity import (
    BodyLink,
    Doubtful,
    Identifier,
    Merge,
)
from commonweal.sector.models.matching import (
    MatchList,
    MatchRow,
)
from commonweal.sector.models.members import (
    Member,
)
from commonweal.sector.models.nominations import (
    Nomination,
)
from commonweal.sector.models.organisations import (
    AreaServed,
    Classification,
    FinancialYear,
    Link,
    Name,
    Organisation,
    Term,
)
from commonweal.sector.models.provenance import (
    Feed,
    Mapping,
    SourceRecord,
)
from commonweal.sector.models.searching import (
    SearchChange,
    SearchRow,
    SearchWord,
    ServiceChange,
)
from commonweal.sector.models.service_parts import (
    Closure,
    CostOption,
    Schedule,
    ServiceArea,
    ServiceContact,
    ServiceLanguage,
    ServiceTerm,
)
from commonweal.sector.models.services import (
    Location,
    Service,
    ServiceAtLocation,
)
from commonweal.sector.models.suggestions import (
    SuggestedChange,
    Suggestion,
)
from commonweal.sector.models.versions import (
    Version,
)

__all__ = [
    "Answer",
    "Application",
    "ApplicationStep",
    "AreaServed",
    "BodyLink",
    "Classification",
    "Closure",
    "Confirmation",
    "Correction",
    "CostOption",
    "Doubtful",
    "Feed",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackRelease",
    "FinancialYear",
    "FreshnessRule",
    "GroupLink",
    "Identifier",
    "Invitation",
    "Link",
    "Location",
    "Mapping",
    "MatchList",
    "MatchRow",
    "Member",
    "Merge",
    "Name",
    "Nomination",
    "Organisation",
    "PageClaim",
    "RelayLetter",
    "RelayStop",
    "Reminder",
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
    "SuggestedChange",
    "Suggestion",
    "Term",
    "Version",
    "Vouch",
    "Withholding",
]
