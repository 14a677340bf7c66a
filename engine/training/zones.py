"""Random machine-readable zones that obey ICAO Doc 9303: what the other generators print."""

import string

import numpy as np

LETTERS = string.ascii_uppercase
DIGITS = string.digits
CHARACTERS = "<" + DIGITS + LETTERS

ISO_AND_ICAO = (
    "AFG ALB DZA AND AGO ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA "
    "BRN BGR BFA BDI KHM CMR CAN CPV CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK "
    "DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO D GHA GRC GRD GTM GIN "
    "GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ "
    "LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MDA MCO MNG "
    "MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL "
    "PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD "
    "ESP LKA SDN SUR SWE CHE SYR TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA "
    "URY UZB VUT VAT VEN VNM YEM ZMB ZWE TWN HKG MAC PSE RKS GBD GBN GBO GBP GBS XXA XXB XXC XXX "
    "UNO UNA EUE XOM XPO UTO"
).split()

ONSETS = "B C D F G H J K L M N P Q R S T V W X Z BR CH DR FR GR KR PR SH ST SCH TR TH SZ CZ KH".split()
NUCLEI = "A E I O U Y AE OE UE IE EI OU AI IA".split()


def check_digit(text: str) -> str:
    """The check digit of ICAO 9303-3 §4.9: weights 7, 3, 1; letters from 10; fillers 0."""
    total = sum(max(CHARACTERS.index(c) - 1, 0) * (7, 3, 1)[i % 3] for i, c in enumerate(text))
    return str(total % 10)


class Zones:
    """Draws zones from one random generator."""

    def __init__(self, rng: np.random.Generator):
        self.rng = rng

    def draw(self, width: int) -> list[str]:
        """The lines of one zone: 44, 36 or 30 characters wide.

        A tenth are free text, so that no language model is learnt instead of the letters.
        """
        if self._chance(0.10):
            alphabet = LETTERS + DIGITS + "<<<<<"
            return [self._text(alphabet, width) for _ in range(3 if width == 30 else 2)]
        if width == 44:
            return self._visa(44) if self._chance(0.15) else self._two_lines(44, "P", "<<<<<<<MDSNRETB")
        if width == 36:
            kind = self.rng.random()
            if kind < 0.25:
                return self._visa(36)
            return self._old_french_card() if kind < 0.6 else self._two_lines(36, "IAC", "<<<DPR" + LETTERS)
        return [self._licence()] if self._chance(0.08) else self._card()

    def word(self) -> str:
        """Something between a name and noise, 1 to 14 letters."""
        if self._chance(0.25):
            return self._text(LETTERS, self._int(1, 10))
        text = ""
        for _ in range(self._int(1, 4)):
            text += self._pick(ONSETS) if self._chance(0.85) else ""
            text += self._pick(NUCLEI)
            text += self._pick(ONSETS) if self._chance(0.3) else ""
        return text[:14]

    def sentence(self) -> str:
        """What else is printed on documents: labels, dates, numbers, names."""
        kind = self.rng.random()
        if kind < 0.35:
            text = " ".join(self.word().capitalize() for _ in range(8))
        elif kind < 0.6:
            text = " ".join(self.word() for _ in range(8))
        elif kind < 0.8:
            day, month, year = self._int(1, 31), self._int(1, 12), self._int(1930, 2040)
            text = f"{day:02}.{month:02}.{year}  {self.word()} {self._int(1, 99999)}"
        else:
            text = f"{self.word().lower()} {self._text(DIGITS, self._int(4, 12))} / {self.word().lower()}"
        return text[: self._int(4, 40)]

    # One zone of each kind.

    def _two_lines(self, width: int, first: str, second: str) -> list[str]:
        country = self._country()
        upper = self._pick(first) + self._pick(second) + country + self._name(width - 5)
        optional = self._optional(14 if width == 44 else 7)
        lower = self._data(country)
        if width == 44:
            empty = not optional.strip("<") and self._chance(0.5)
            lower += optional + ("<" if empty else check_digit(optional))
        else:
            lower += optional
        lower += check_digit(lower[0:10] + lower[13:20] + lower[21 : width - 1])
        return [upper, lower]

    def _visa(self, width: int) -> list[str]:
        country = self._country()
        upper = "V" + self._pick("<<<" + LETTERS) + country + self._name(width - 5)
        return [upper, self._data(self._country()) + self._optional(width - 28)]

    def _data(self, country: str) -> str:
        """Number, nationality, birth, sex and expiry as all formats of two lines have them."""
        number, birth, expiry = self._number(), self._date(), self._date()
        nationality = country if self._chance(0.8) else self._country()
        return (
            number + check_digit(number) + nationality
            + birth + check_digit(birth) + self._sex()
            + expiry + check_digit(expiry)
        )

    def _card(self) -> list[str]:
        country, birth, expiry = self._country(), self._date(), self._date()
        number, optional = self._number(), self._optional(15)
        digit = check_digit(number)
        if self._chance(0.06):
            rest = self._text(LETTERS + DIGITS, self._int(1, 5))
            number, digit = self._text(LETTERS + DIGITS, 9), "<"
            optional = (rest + check_digit(number + rest)).ljust(15, "<")
        upper = self._pick("IACIII") + self._pick("<<<DDRPO" + LETTERS) + country + number + digit + optional
        nationality = country if self._chance(0.8) else self._country()
        middle = birth + check_digit(birth) + self._sex() + expiry + check_digit(expiry)
        middle += nationality + self._optional(11)
        middle += check_digit(upper[5:30] + middle[0:7] + middle[8:15] + middle[18:29])
        return [upper, middle, self._name(30)]

    def _old_french_card(self) -> list[str]:
        upper = "IDFRA" + self.word().ljust(25, "<")[:25] + self._optional(6)
        year = self._int(88, 99) if self._chance(0.5) else self._int(0, 13)
        number = f"{year:02}{self._int(1, 12):02}" + self._text(LETTERS + DIGITS, 1) + self._text(DIGITS, 7)
        given = "<<".join(self.word() for _ in range(self._int(1, 2))).ljust(14, "<")[:14]
        birth = self._full_date()
        lower = number + check_digit(number) + given + birth + check_digit(birth) + self._pick("MF")
        return [upper, lower + check_digit(upper + lower)]

    def _licence(self) -> str:
        text = "D1" + self._country() + self._text(DIGITS, 2) + self._text(LETTERS, 2)
        text += self._text(DIGITS, 5) + self._full_date() + self.word()
        text = text.ljust(29, "<")[:29]
        return text + check_digit(text)

    # One field of each kind.

    def _name(self, width: int) -> str:
        text = "<".join(self.word() for _ in range(self._pick((1, 1, 1, 2, 2, 3))))
        if self._chance(0.95):
            text += "<<" + "<".join(self.word() for _ in range(self._pick((1, 1, 2, 2, 3))))
        return text[:width].ljust(width, "<")

    def _number(self) -> str:
        kind = self.rng.random()
        if kind < 0.25:
            text = self._text(DIGITS, self._int(7, 9))
        elif kind < 0.5:
            text = self._text(LETTERS, 1) + self._text(DIGITS, self._int(6, 8))
        elif kind < 0.7:
            text = self._text(LETTERS, 2) + self._text(DIGITS, self._int(5, 7))
        elif kind < 0.93:
            text = self._text(LETTERS + DIGITS, self._int(6, 9))
        else:
            text = self._text(DIGITS, 1) * self._int(5, 9)
        return text.ljust(9, "<")

    def _optional(self, width: int) -> str:
        kind = self.rng.random()
        if kind < 0.45:
            return "<" * width
        alphabet = DIGITS if kind < 0.75 else LETTERS + DIGITS
        text = self._text(alphabet, self._int(1, width))
        if self._chance(0.2) and len(text) < width - 1:
            text += "<" + self._text(LETTERS + DIGITS, self._int(1, width - len(text) - 1))
        return text.ljust(width, "<")

    def _date(self) -> str:
        if self._chance(0.03):
            return "<<<<<<" if self._chance(0.3) else f"{self._int(0, 99):02}<<<<"
        return self._full_date()

    def _full_date(self) -> str:
        return f"{self._int(0, 99):02}{self._int(1, 12):02}{self._int(1, 31):02}"

    def _country(self) -> str:
        code = self._pick(ISO_AND_ICAO) if self._chance(0.9) else self._text(LETTERS, 3)
        return code.ljust(3, "<")

    def _sex(self) -> str:
        return self._pick("MF<MFMFX")

    # Dice.

    def _chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def _int(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def _pick(self, choices):
        return choices[int(self.rng.integers(len(choices)))]

    def _text(self, alphabet: str, length: int) -> str:
        return "".join(alphabet[i] for i in self.rng.integers(len(alphabet), size=length))
