"""What citizens write in other languages than French: a handful, written whole.

``language`` is one in which a site of this house is written; a text in yet another says so itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it was written."""

    language: str
    title: str
    body: str
    kind: str = "proposal"


TEXTS: dict[str, tuple[Said, ...]] = {
    "sante": (
        Said(
            "en",
            "An interpreter at the hospital",
            "My husband speaks French, I am still learning. At the emergency ward they asked our"
            " son to translate. He is nine. Please pay for interpreters by telephone, it exists"
            " elsewhere.",
        ),
        Said(
            "en",
            "",
            "We moved to Aubeterne four years ago. Lovely village, no doctor. The pharmacist does"
            " everything but operate.",
            "testimony",
        ),
    ),
    "culture": (
        Said(
            "en",
            "Books in other languages at the library",
            "There are so many of us whose first language is not French: Portuguese, Turkish,"
            " Arabic, English. One shelf for each would be enough. We would bring the books"
            " ourselves.",
        ),
    ),
    "education": (
        Said(
            "en",
            "Help parents who do not read French",
            "The school writes to us every day and I understand half of it. A voice message, or"
            " simple words, and I will come to every meeting. I am not a bad mother, I am a slow"
            " reader.",
        ),
    ),
    "discriminations": (
        Said(
            "en",
            "",
            "I answered an advertisement for a flat, in French, with my accent: taken. My"
            " colleague called five minutes later, with hers: free. We laughed. Then we did not.",
            "testimony",
        ),
    ),
    "travail": (
        Said(
            "en",
            "Recognise our diplomas",
            "I was a nurse for eleven years before I came here. Now I clean the corridors of the"
            " hospital that is looking for nurses. Let us take the exam in a few months, not in"
            " three years.",
        ),
    ),
    "logement": (
        Said(
            "en",
            "Rooms for seasonal workers",
            "Every summer I pick fruit near Orgefeuille. Six of us in a caravan, no water. We do"
            " not ask for a hotel, just a field with taps, shade and somebody to talk to.",
        ),
    ),
    "ecologie": (
        Said(
            "en",
            "Drinking fountains everywhere",
            "Please put drinking fountains in every village and along the cycle paths. Where I"
            " grew up you never had to buy a bottle. It costs little and everybody smiles.",
        ),
    ),
    "democratie": (
        Said(
            "en",
            "We live here too",
            "I have paid my taxes in Valombre for twenty-two years. I read the minutes of the"
            " council, I help at the polling station with the coffee. I would like to vote once"
            " before I retire.",
        ),
    ),
    "territoires": (
        Said(
            "en",
            "Timetables we can understand",
            "The bus stop says “SCO, LàV, sf JF”. My neighbours, who are from here, do not know"
            " either. Please write in words when the bus comes.",
        ),
    ),
    "numerique": (
        Said(
            "en",
            "The website in more than one language",
            "The form for the residence card times out after ten minutes. In my second language I"
            " need twenty.",
        ),
    ),
}
