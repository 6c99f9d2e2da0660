"""The demonstration's rounds: last year recognised, this year part done."""

import random
from datetime import date

from accounts.models import User
from areas.models import Area
from core.dates import playing
from households.choices import Cause, Klass, ReviewStatus, RoundStatus
from households.models import CommuneRound, Household, Review, Round
from households.rules import Standard, classify
from households.services.recognition import recognise
from households.services.rounds import Decision, decide, move_round, open_round
from households.standards import procedure_on, standard_on, standards
from office.documents import DocumentFacts, add_step, record_document
from office.models import Document
from povertyapp.demonstration.people import SEED


def answer(review: Review, klass: Klass, standard: Standard, dice: random.Random) -> None:
    """Fill a form so that the standard gives exactly `klass`."""
    keys = standard.indicator_keys
    clause = next((c for c in standard.clauses if c.klass == klass), None)
    highest = max(c.b1_max(urban=review.urban) for c in standard.clauses)
    if clause is None:
        review.score_b1, lacking = highest + dice.randint(5, 60), dice.randint(0, 2)
    elif klass == Klass.NEAR_POOR:
        review.score_b1, lacking = highest - dice.randint(0, 9), dice.randint(0, 2)
    else:
        review.score_b1 = clause.b1_max(urban=review.urban) - dice.randint(2, 40)
        lacking = dice.randint(max(3, clause.deprived_min), 6)
    review.deprivations = sorted(dice.sample(keys, lacking), key=keys.index)
    review.causes = dice.sample(Cause.values, dice.randint(1, 3))
    result = classify(
        standard, score_b1=review.score_b1, deprived=lacking, urban=review.urban
    )
    review.klass, review.explanation = result.klass, result.explanation
    review.status = ReviewStatus.DONE


def recognised_year(
    area: Area,
    communes: dict[Area, tuple[list[int], int, int]],
    *,
    document: Document,
    by: User,
) -> Round:
    """A finished year: per commune its household ids, of them poor and near-poor."""
    year = document.date.year
    opens = date(year, 9, 1)
    done = Round.objects.create(
        year=year,
        kind="periodic",
        area=area,
        area_path=area.path,
        standard=standard_on(opens).code,
        procedure=procedure_on(opens).code,
        opens_on=opens,
        closes_on=date(year, 12, 14),
        opened_by=by,
    )
    standard = standards()[done.standard]
    for commune, counts in communes.items():
        commune_round = CommuneRound.objects.create(
            round=done, commune=commune, area_path=commune.path, due_on=done.closes_on
        )
        Review.objects.bulk_create(_forms(commune_round, counts, standard, by))
        recognise(commune_round, document)
        CommuneRound.objects.filter(pk=commune_round.pk).update(
            status=RoundStatus.RECOGNISED
        )
        add_step(commune_round, status=RoundStatus.RECOGNISED, by=by, document=document)
    return done


def _forms(
    commune_round: CommuneRound,
    counts: tuple[list[int], int, int],
    standard: Standard,
    by: User,
) -> list[Review]:
    """Finished forms of as many poor and near-poor households as were counted."""
    ids, poor, near = counts
    year = commune_round.round.year
    dice = random.Random(f"{SEED}-{commune_round.commune.code}-{year}")  # noqa: S311
    chosen = dice.sample(ids, poor + near)
    homes = {h.pk: h for h in Household.objects.filter(pk__in=chosen)}
    reviews = []
    for number, pk in enumerate(chosen):
        klass = Klass.POOR if number < poor else Klass.NEAR_POOR
        review = _form(commune_round, homes[pk], klass, by)
        answer(review, klass, standard, dice)
        reviews.append(review)
    return reviews


def _form(commune_round: CommuneRound, home: Household, before: Klass, by: User) -> Review:
    return Review(
        commune_round=commune_round,
        household=home,
        commune=commune_round.commune,
        area_path=home.area_path,
        class_before=before,
        size=home.size,
        ethnic_minority=home.ethnic_minority,
        urban=commune_round.commune.urban,
        reviewed_by=by,
    )


def record(area: Area, number: str, day: date, title: str) -> Document:
    """A document of the demonstration."""
    with playing(day):
        return record_document(
            DocumentFacts("decision", number, day, title, ""),
            area=area,
            issuer=f"UBND {area.full_name}",
        )


def fill(commune_round: CommuneRound, by: User, *, share: float) -> None:
    """Fill the first part of a commune's list; some households escape."""
    standard = standards()[commune_round.round.standard]
    dice = random.Random(f"{SEED}-fill-{commune_round.commune.code}")  # noqa: S311
    reviews = list(commune_round.reviews.order_by("pk"))
    chosen = reviews[: round(len(reviews) * share)]
    for review in chosen:
        klass = Klass(review.class_before)
        if dice.random() < 0.28:  # noqa: PLR2004 - about what the plan sets out to reach
            klass = Klass.NEAR_POOR if klass == Klass.POOR else Klass.NOT_POOR
        answer(review, klass, standard, dice)
        review.reviewed_by = by
    Review.objects.bulk_update(
        chosen,
        [
            "score_b1",
            "deprivations",
            "causes",
            "klass",
            "explanation",
            "status",
            "reviewed_by",
        ],
    )


ENTERED = {
    "Đăk Kan": 1.0,
    "Đăk Xú": 1.0,
    "Plei Kần": 1.0,
    "Sa Loong": 1.0,
    "Đăk Ang": 0.6,
}
DECIDED = {"Đăk Kan": "1402/QĐ-UBND", "Đăk Xú": "1403/QĐ-UBND"}


def open_year_2020(district: Area, users: dict[str, User]) -> None:
    """The open round: two communes recognised, one submitted, one returned, one in entry."""
    officer, leader = users["ngochoi.canbo"], users["ngochoi.lanhdao"]
    with playing(date(2020, 9, 1)):
        opened = open_round(
            district,
            year=2020,
            opens_on=date(2020, 9, 1),
            closes_on=date(2020, 12, 14),
            by=officer,
        )
    rounds = {r.commune.name: r for r in opened.communes.select_related("commune", "round")}
    with playing(date(2020, 9, 7)):
        for name, share in ENTERED.items():
            commune_round = rounds[name]
            by = users[f"{name.lower().replace(' ', '')}.canbo".translate(_PLAIN)]
            move_round(commune_round, to=RoundStatus.SURVEY, by=by)
            fill(commune_round, by, share=share)
            if share == 1.0:
                move_round(commune_round, to=RoundStatus.SUBMITTED, by=by)
    with playing(date(2020, 9, 25)):
        move_round(
            rounds["Sa Loong"],
            to=RoundStatus.RETURNED,
            by=officer,
            note="Kiểm tra lại điểm B1 của các hộ thôn 2: giảm nhiều so với năm 2019.",
        )
        for name, number in DECIDED.items():
            decide(
                rounds[name],
                decision=Decision(
                    number=number, date=date(2020, 9, 25), signer="(minh họa)"
                ),
                scan=None,
                by=leader,
            )


_PLAIN = str.maketrans({"đ": "d", "ă": "a", "ú": "u", "ầ": "a"})
