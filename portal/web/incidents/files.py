"""Files on an incident."""

from typing import Any

from portal.incidents.models import Incident


def beside(incident: Incident) -> dict[str, Any]:
    """What the page of an incident shows of them."""
    return {}
