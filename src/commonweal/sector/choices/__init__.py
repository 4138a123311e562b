"""Words for what organisations are and how they stand."""

import datetime as dt

from django.db import models
from django.db.models import Q

from commonweal.sector.choices.groups import JOINING_NEXT as JOINING_NEXT
from commonweal.sector.choices.groups import Answer as Answer
from commonweal.sector.choices.groups import Joining as Joining
from commonweal.sector.choices.groups import Passing as Passing
from commonweal.sector.choices.groups import StepKind as StepKind
from commonweal.sector.choices.matching import MatchAnswer as MatchAnswer
from commonweal.sector.choices.matching import Matching as Matching


class Kind(models.TextChoices):
    """What an organisation is in law, or that it is none of these."""

    CHARITY = "charity", "Registered charity"
    CIO = "cio", "Charitable incorporated organisation"
    CHARITABLE_COMPANY = "charitable-company", "Charitable company"
    CIC = "cic", "Community interest company"
    SOCIETY = "society", "Co-operative or community benefit society"
    SPORTS_CLUB = "sports-club", "Community amateur sports club"
    FAITH = "faith", "Faith group"
    GUARANTEE = "guarantee", "Company limited by guarantee"
    GROUP = "group", "Informal group"
    PUBLIC = "public", "Public body"
    BUSINESS = "business", "Business"
    OTHER = "other", "Other"


class Side(models.TextChoices):
    """Whether it belongs to the sector or works with it."""

    SECTOR = "sector", "Of the sector"
    PARTNER = "partner", "Partner"


class Status(models.TextChoices):
    """How an organisation stands. All but the first stay findable, with that said."""

    ACTIVE = "active", "Active"
    REMOVED = "removed", "Removed from its register"
    DISSOLVED = "dissolved", "Dissolved"
    MERGED = "merged", "Merged into another"
    CLOSED = "closed", "Closed"


class NameKind(models.TextChoices):
    """What sort of name a name is."""

    OFFICIAL = "official", "Registered name"
    WORKING = "working", "Working name"
    PREVIOUS = "previous", "Previous name"
    ALSO = "also", "Also known as"


class LinkKind(models.TextChoices):
    """How one organisation is tied to another."""

    LINKED = "linked-charity", "Linked charity of"
    MERGED_INTO = "merged-into", "Merged into"
    REGISTERED_AS = "registered-as", "Registered as company"
    GROUP_OF = "group-of", "Member of the group of"


class MemberRole(models.TextChoices):
    """What a member may do: each may do what those after it may."""

    OWNER = "owner", "Owner: keeps the page and says who else may"
    EDITOR = "editor", "Editor: keeps the page"
    VIEWER = "viewer", "Viewer: sees what is said to the organisation"


class Told(models.TextChoices):
    """By what way somebody said that an entry is right."""

    LINK = "link", "By the private link in our letter"
    SIGNED_IN = "signed-in", "Signed in"
    TELEPHONE = "telephone", "By telephone"
    STAFF = "staff", "By staff"
    EDIT = "edit", "By changing it"


class Said(models.TextChoices):
    """What came of asking, other than that all is right."""

    CHANGE = "change", "Asked to change something"
    NO_ANSWER = "no-answer", "No answer"
    CLOSED = "closed", "Have closed"
    NOT_US = "not-us", "Is not theirs"


class Ground(models.TextChoices):
    """Why something is withheld."""

    SAFETY = "safety", "For somebody's safety"
    CHOICE = "choice", "Their own choice"


class Proof(models.TextChoices):
    """How it was shown that somebody may keep an organisation's page."""

    EMAIL = "email", "An e-mail address of the organisation's own"
    LETTER = "letter", "A code from a letter to its postal address"
    OWNERS = "owners", "One of its owners said so"
    STAFF = "staff", "Staff asked the organisation"


class PageClaimStanding(models.TextChoices):
    """How it stands with somebody who says that a page is theirs to keep."""

    UNCONFIRMED = "unconfirmed", "Has not opened our e-mail and pressed the button"
    WAITING = "waiting", "Waiting for proof or for staff"
    WITH_OWNERS = "with-owners", "Waiting for its owners"
    GRANTED = "granted", "Let in"
    REFUSED = "refused", "Refused"
    LAPSED = "lapsed", "Taken back, or left too long"


# How long owners have to answer before staff may.
OWNERS_HAVE = dt.timedelta(days=14)


class InvitationEnd(models.TextChoices):
    """What became of an invitation."""

    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Sent anew"


class Felt(models.TextChoices):
    """An answer to how somebody was treated."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class ToldBy(models.TextChoices):
    """By what way somebody told us."""

    WEB = "web", "On this site"
    TELEPHONE = "telephone", "By telephone"
    PAPER = "paper", "On paper"
    IN_PERSON = "in-person", "In person"


class Doubt(models.TextChoices):
    """How a doubtful pair stands."""

    OPEN = "open", "To be decided"
    SAME = "same", "Merged"
    DIFFERENT = "different", "Not the same"


class Verdict(models.TextChoices):
    """What became of one thing that somebody suggested."""

    OPEN = "open", "To be decided"
    ACCEPTED = "accepted", "Accepted"
    AMENDED = "amended", "Accepted in other words"
    DECLINED = "declined", "Declined"
    PASSED_ON = "passed-on", "Passed on to whoever keeps it"


class VersionOf(models.TextChoices):
    """What a version is a version of."""

    ADDED = "added", "The entry"
    SERVICE = "service", "Service"
    AREAS = "areas", "Areas it serves"
    NAME = "name", "Other name"
    NUMBER = "number", "Number"


class Scheme(models.TextChoices):
    """Kinds of identifier, by their org-id.guide prefix; ours for what has none."""

    CHC = "GB-CHC", "Charity number (England and Wales)"
    COH = "GB-COH", "Company number"
    NIC = "GB-NIC", "Charity number (Northern Ireland)"
    SC = "GB-SC", "Charity number (Scotland)"
    MPR = "GB-MPR", "Mutual society number"
    CASC = "GB-CASC", "Sports club number"
    EDU = "GB-EDU", "School number"
    UKPRN = "GB-UKPRN", "Learning provider number"
    NHS = "GB-NHS", "NHS organisation code"
    LAE = "GB-LAE", "Council code (England)"
    GOR = "GB-GOR", "Government organisation code"
    SHPE = "GB-SHPE", "Social housing provider number"
    PPON = "GB-PPON", "Procurement number"
    OURS = "XX-VCSE", "Number given here"


class ServiceStatus(models.TextChoices):
    """How a service stands, in Open Referral's own words."""

    ACTIVE = "active", "Running"
    PAUSED = "temporarily closed", "Closed for now"
    INACTIVE = "inactive", "Not running"
    DEFUNCT = "defunct", "Ended"


class LocationKind(models.TextChoices):
    """What sort of place a location is."""

    PHYSICAL = "physical", "Somewhere to go"
    POSTAL = "postal", "An address to write to"
    VIRTUAL = "virtual", "Online or by telephone"


class Frequency(models.TextChoices):
    """How often hours come again; neither for a single day."""

    WEEKLY = "WEEKLY", "By the week"
    MONTHLY = "MONTHLY", "By the month"


class Attending(models.TextChoices):
    """How people attend."""

    IN_PERSON = "in-person", "In person"
    ONLINE = "online", "Online"
    PHONE = "phone", "By telephone"
    AT_HOME = "home", "At the person's home"


class Access(models.TextChoices):
    """What helps people to get into a building and use it."""

    STEP_FREE = "step-free", "Step-free way in"
    TOILET = "toilet", "Accessible toilet"
    CHANGING = "changing", "Changing Places toilet"
    PARKING = "parking", "Blue Badge parking"
    LIFT = "lift", "Lift to every floor"
    LOOP = "loop", "Hearing loop"
    QUIET = "quiet", "A quiet space"
    BUS = "bus", "A bus stop near by"


# The order in which an organisation's identifiers name it.
DISPLAY_ORDER = (
    Scheme.CHC, Scheme.COH, Scheme.NIC, Scheme.SC, Scheme.MPR, Scheme.CASC,
)  # fmt: skip

# Yearly income in pounds: bands of the sector's almanac. The upper end is not included.
SIZES: dict[str, tuple[str, int | None, int | None]] = {
    "micro": ("Under £10,000", 0, 10_000),
    "small": ("£10,000 to £100,000", 10_000, 100_000),
    "medium": ("£100,000 to £1 million", 100_000, 1_000_000),
    "large": ("£1 million to £10 million", 1_000_000, 10_000_000),
    "major": ("£10 million to £100 million", 10_000_000, 100_000_000),
    "super-major": ("£100 million and over", 100_000_000, None),
    "unknown": ("Income not known", None, None),
}


def band_of(income: int | None) -> str:
    """The band of a yearly income in pounds; below nought, as after a correction of the books, is
    the smallest.
    """
    if income is None:
        return "unknown"
    tops = ((size, below) for size, (_, _, below) in SIZES.items() if below is not None)
    return next((size for size, below in tops if income < below), "super-major")


def in_band(size: str) -> Q:
    """Whose yearly income falls in a band."""
    _, least, below = SIZES[size]
    if least is None:
        return Q(income__isnull=True)
    floor = Q(income__gte=least) if least else Q(income__isnull=False)
    return floor if below is None else floor & Q(income__lt=below)


# The columns that hold the area of each kind which a postcode lies in.
LARGE, SMALL = ("county", "district", "ward"), ("msoa", "lsoa")
AREA_COLUMNS = (*LARGE, *SMALL)

# The facts about an organisation that a source states and a correction may replace.
FACTS = (
    "name", "kind", "side", "status", "status_on", "description", "purposes", "registered_on",
    "email", "telephone", "website", "street", "postcode", "address_public", "trustees",
    "income", "spending", "money_year_end", "employees", "volunteers",
)  # fmt: skip
