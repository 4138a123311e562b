"""What organisations offer: sorts of services, and which organisations give them, by their names.

Hours are written ``TU FR 10:00-14:00``; ``1SA`` is the first Saturday of the month, and ``/2``
means every second week. Several are ways in which different organisations keep it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One sort of service. ``at`` is where: ``hall``, ``remote`` or ``hidden`` (no street shown).

    ``cost`` is ``free``, blank where nobody has said, or what for and how much: ``A meal 4.50``.
    """

    fits: str
    name: str
    says: str
    needs: tuple[str, ...]
    hours: tuple[str, ...] = ()
    audience: tuple[str, ...] = ("everyone",)
    ages: tuple[int | None, int | None] = (None, None)
    cost: str = "free"
    at: str = "hall"
    how: str = "Come along. No need to book."

    def is_given_by(self, organisation: str) -> bool:
        """Whether an organisation of this name would give it."""
        return re.search(self.fits, organisation, re.IGNORECASE) is not None


RING = "Ring first, and somebody will find a time."
OFFERS = (
    Offer(
        fits="food bank|food share|mutual aid", name="Food parcels", needs=("food-bank",),
        says="Three days of food for a household, and tea while you wait.",
        hours=("TU FR 10:00-13:00", "MO TH 13:00-15:30", "SA 09:30-12:00", "WE 17:00-19:00"),
        how="Bring a voucher if you have one. Nobody is sent away without one.",
    ),
    Offer(
        fits="pantry|fridge|larder|community kitchen", name="Pantry",
        needs=("food-pantry", "food"),
        says="Choose about twenty pounds of food, fresh and tinned. Join on the day.",
        hours=("TU SA 10:00-13:00", "WE 14:00-18:30", "TH FR 10:00-14:00"), cost="A visit 4.00",
        audience=("everyone", "low-income"),
    ),
    Offer(
        fits="lunch|evergreens|community kitchen|village care", name="Lunch club",
        needs=("food-meals", "befriending"), audience=("older",), ages=(60, None),
        says="Two courses, company and a quiz. Lifts for those who need one.",
        hours=("WE 12:00-14:00", "MO TH 12:00-14:00", "/2 TU 12:00-14:30", "FR 12:00-14:00"),
        cost="A meal 5.50", how="Ring by the day before, so that there is enough.",
    ),
    Offer(
        fits="church|chapel|methodist|gospel|fellowship|friends$|temple|gurdwara|mosque",
        name="Warm room", needs=("warm-room", "cafe"),
        says="A heated room with tea, a socket and somebody to talk to. No questions.",
        hours=("MO WE 10:00-16:00", "TU TH 13:00-17:00", "SA 10:00-15:00", "WE FR 17:00-20:00"),
    ),
    Offer(
        fits="church|salvation|street pastors|outreach|night", name="Community breakfast",
        needs=("food-meals", "homeless"), audience=("homeless", "low-income"),
        says="A hot breakfast, a shower and dry socks.",
        hours=("SA SU 08:00-10:00", "MO TU WE TH FR 07:30-09:30"),
    ),
    Offer(
        fits="advice|citizens|money|debt", name="Debt and benefits advice",
        needs=("debt", "benefits", "advice"), audience=("everyone", "low-income"),
        says="Free, private advice on debts, benefits and letters that you would "
        "rather not open.",
        hours=("MO TU TH 09:30-15:30", "WE 10:00-16:00", "TU 09:30-12:30", "TH 16:00-19:00"),
        how="By appointment, or wait on the day.",
    ),
    Offer(
        fits="night shelter|bed for the night|homeless|housing", name="Night shelter",
        needs=("homeless",), audience=("homeless",), ages=(18, None), at="hidden",
        says="A bed, supper and breakfast, every night. Dogs too.",
        hours=("MO TU WE TH FR SA SU 20:00-08:00",),
        how="Ring from 5pm, or come with an outreach worker.",
    ),
    Offer(
        fits="peer support|mind|listening|wellbeing|keep .* talking", name="Peer support group",
        needs=("mind-group", "talk"), audience=("mental",), ages=(18, None), at="hidden",
        says="People who have been there, in a circle, with biscuits. Say as much as you want.",
        hours=("TU 18:30-20:30", "TH 19:00-21:00", "1SA 10:30-12:30", "WE 13:00-15:00"), how=RING,
    ),
    Offer(
        fits="keep .* talking|samaritans|peer support|women", name="Listening line",
        needs=("talk", "crisis"), at="remote", audience=("everyone",), ages=(16, None),
        says="Ring, and somebody who has time will answer.",
        hours=("MO TU WE TH FR SA SU 18:00-23:00", "MO TU WE TH FR 10:00-22:00"), how="Ring.",
    ),
    Offer(
        fits="carer", name="Carers' coffee", needs=("carers",), audience=("carers",),
        says="An hour off, with people who know. Somebody will sit with the one you care for.",
        hours=("/2 TU 10:30-12:00", "1WE 14:00-16:00", "FR 10:00-12:00"),
    ),
    Offer(
        fits="good neighbours|helping hands|village care|mutual aid|sitting",
        needs=("home-care", "befriending"), name="Shopping, lifts and company", at="remote",
        audience=("older", "disabled"),
        says="Shopping fetched, prescriptions collected, an hour's company.",
        hours=("MO TU WE TH FR 09:00-12:30", "MO WE FR 09:30-11:30"), cost="Petrol, a mile 0.45",
        how=RING,
    ),
    Offer(
        fits="transport|community bus|dial|car scheme|riding for",
        name="Lifts to hospital and surgery", needs=("lifts", "minibus"), at="remote",
        audience=("older", "disabled"), says="A driver to the door, who waits with you.",
        hours=("MO TU WE TH FR 08:30-17:00",), cost="A journey 6.00",
        how="Ring two working days before.",
    ),
    Offer(
        fits="toddler|playgroup|baby|under fives|pre-school", name="Stay and play",
        needs=("toddlers",), says="Toys, songs and a hot drink that you may finish.",
        audience=("parents", "children"), ages=(0, 4),
        hours=("MO 09:30-11:30", "WE 10:00-11:30", "TH 13:15-14:45", "SA 09:30-11:00"),
        cost="A family 2.00",
    ),
    Offer(
        fits="youth|boys' and girls|young (?!carers)|boxing", name="Open evening for teenagers",
        needs=("youth-club",), audience=("young",), ages=(11, 18), cost="An evening 1.00",
        says="Pool, music, cooking, a youth worker to talk to.",
        hours=("TU TH 18:30-21:00", "FR 19:00-21:30", "WE 15:30-18:00", "SA 14:00-17:00"),
    ),
    Offer(
        fits="scout|guide|brownie|cadet", name="Troop night", needs=("scouts",),
        audience=("young",), ages=(10, 14), says="Fires, knots, boats and badges.",
        hours=("MO 19:00-20:45", "TH 18:45-20:30"), cost="A month 12.00",
        how="Ring about a place.",
    ),
    Offer(
        fits="polish|lithuanian|chinese|african|bangla|caribbean|\\bcultural|refugee|"
        "welcome|community association",
        name="English conversation", needs=("english", "immigration"),
        audience=("refugees", "ethnic"),
        says="An hour of easy English and a cup of tea. Children welcome.",
        hours=("TU 10:00-11:30", "SA 11:00-13:00", "TH 18:00-19:30"), ages=(16, None),
    ),
    Offer(
        fits="lithuanian|polish|chinese|community association|temple|gurdwara|mosque",
        name="Saturday centre", needs=("culture", "advice"), audience=("ethnic", "parents"),
        says="Language classes, forms explained, a meal together.", hours=("SA 10:00-15:00",),
    ),
    Offer(
        fits="adult learning|learning circle|works|library|volunteer centre", name="Computer help",
        needs=("computers", "work"),
        says="Bring your telephone or ours. Forms, photographs, job search.",
        hours=("MO 10:00-12:00", "WE 14:00-16:00", "SA 10:00-12:00", "TH 17:30-19:30"),
    ),
    Offer(
        fits="bike kitchen|mend|repair|library of things|men's shed", name="Repair cafe",
        needs=("repair",), says="Bring what is broken. We mend it together.",
        cost="Parts only, pay what you can",
        hours=("1SA 10:00-13:00", "2SA 10:00-13:00", "-1SU 13:00-16:00", "3SA 10:00-12:30"),
    ),
    Offer(
        fits="choir|singers|ukulele|orchestra|ringers|folk club|operatic",
        name="Rehearsal, newcomers welcome", needs=("music",),
        says="No audition. Somebody will lend you the music.", cost="A term 25.00",
        hours=("MO 19:30-21:30", "WE 19:15-21:00", "TH 19:30-21:30", "SU 15:00-17:00"),
    ),
    Offer(
        fits="craft|art|salt and ink|theatre|book group|camera|dancers", name="Open session",
        needs=("art",), says="Make something beside other people who do. Materials lent.",
        hours=("TU 14:00-16:00", "/2 TH 19:00-21:00", "SA 10:00-12:30"), cost="A session 3.00",
    ),
    Offer(
        fits="runners|swimming|tennis|football|sailing|rugby|bowls|boxing", name="Beginners' hour",
        needs=("sports", "active"), says="No kit needed. We go at the pace of the slowest.",
        hours=("SA 09:00-10:00", "TU 18:00-19:00", "SU 10:00-11:30"), cost="A session 4.00",
        ages=(8, None),
    ),
    Offer(
        fits="allotment|in bloom|garden|grow |wildlife|forest nursery", name="Gardening together",
        needs=("garden", "mind-group"), says="Dig, weed or sit. Tools, gloves and soup are ours.",
        hours=("WE 10:00-13:00", "SA 10:00-12:30", "TH SU 13:30-16:00"),
    ),
    Offer(
        fits="evergreens|disab|surgery|hospital|sensory|village hall", name="Memory cafe",
        needs=("dementia", "carers"), audience=("older", "carers"), ages=(50, None),
        says="For people whose memory is going and those who love them. Songs, tea, "
        "a nurse to ask.",
        hours=("2TU 14:00-16:00", "4TH 10:30-12:30", "1FR 14:00-16:00"),
    ),
    Offer(
        fits="village hall|parish rooms|playing field|together|neighbourhood|residents",
        name="Coffee morning", needs=("cafe", "befriending"),
        says="Coffee, cake, the parish news. Newcomers sat with.",
        hours=("TH 10:00-12:00", "1SA 10:00-12:00", "MO 10:30-12:00", "WE 10:00-11:30"),
        cost="A cup 1.00",
    ),
    Offer(
        fits="relief in need|hospital$|hospital,|foundation|educational|grant",
        name="Grants for people in need", needs=("grants",), at="remote", audience=("low-income",),
        says="For a cooker, a bed, a school uniform, a fuel bill.", hours=(),
        how="Write, or ask anyone who helps you to write. We answer in three weeks.",
    ),
    Offer(
        fits="women|lgbt|pride", name="Somewhere safe to talk", needs=("abuse", "men-women"),
        at="hidden", audience=("women",), ages=(16, None),
        says="About home, in private, with somebody who believes you.",
        hours=("MO WE 10:00-15:00", "TU TH 12:00-19:00"), how=RING,
    ),
    Offer(
        fits="veteran|legion|ex-service|naafi", name="Veterans' breakfast", needs=("veterans",),
        audience=("veterans",), says="Bacon, tea and people who were there.",
        hours=("2SA 09:00-11:00", "1SA 09:00-11:00"), cost="A breakfast 5.00",
    ),
)  # fmt: skip
