"""tables.py - all cases, in the order of the rows."""

# pylint: disable=unused-import
import structure  # noqa: F401
import lines  # noqa: F401
import encoding  # noqa: F401
import identity  # noqa: F401
import joining  # noqa: F401
import loops  # noqa: F401
import content  # noqa: F401
from case import CASES

NAMES = {case.id for case in CASES}
assert len(NAMES) == len(CASES), 'two cases have one name'
