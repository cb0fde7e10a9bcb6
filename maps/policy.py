"""What a page of ours may do: show its own inline texts and images, nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from markupsafe import Markup


def content_security_policy(
    *, scripts: Sequence[str] = (), styles: Sequence[str] = (), images: Sequence[str] = ()
) -> str:
    """Return a policy that allows exactly these inline texts, data images and nothing else.

    ``images``: servers that images may be fetched from as well, such as ``https://example.org``.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_sources(scripts)}",
            f"style-src {_sources(styles)}",
            " ".join(["img-src data:", *images]),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _sources(texts: Sequence[str]) -> str:
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in hashes) or "'none'"


def inline(text: str) -> Markup:
    """Vouch for a script or style of ours that goes between its tags as it is.

    Raises
    ------
    ValueError
        When the text would end its own tag or change on its way through an HTML parser.
    """
    if re.search(r"</(script|style)|<!--|\r", text, flags=re.IGNORECASE):
        raise ValueError("an inline script or style must not hold </script, </style, <!-- or CR")
    return Markup(text)  # noqa: S704 - checked above, and hashed in the policy
