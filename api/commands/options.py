"""The options that several commands share, each with its help in one place."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
Collection = Annotated[
    str | None,
    typer.Option("--collection", metavar="NAME", help="The collection; the default one if not given."),
]
Audiences = Annotated[
    list[str] | None,
    typer.Option("--audience", metavar="NAME", help="An audience of the caller; may be repeated."),
]
Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Ask this running service instead of the data folder."),
]
Key = Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key for that service.")]
TopK = Annotated[int | None, typer.Option("--top-k", min=1, max=100, help="How many chunks to return.")]
RelevanceFloor = Annotated[
    float | None,
    typer.Option(
        "--relevance-floor",
        min=0.0,
        max=1.0,
        help="Leave out chunks that are less likely than this to be relevant.",
    ),
]
Source = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="The source; a folder's name if not given.")
]
Batch = Annotated[
    tuple[str, str] | None,
    typer.Option("--batch", metavar="IN OUT", help="Read and write JSON Lines; - is stdin or stdout."),
]
