"""How much of one file is read at most; beyond these a file is an attack or a mistake, and is refused."""

MAX_FILE_BYTES = 100_000_000

# Markup is parsed into objects that take some 50 times its size in memory.
MAX_MARKUP_BYTES = 25_000_000

MAX_PDF_PAGES = 5_000

# Deeper nesting than this is flattened; Python allows 1,000 frames, the walk takes two for each level.
MAX_HTML_DEPTH = 100

# Office files are archives of XML and pictures: some 20:1 is usual, a zip bomb has 1,000:1.
MAX_UNZIPPED_BYTES = 400_000_000
MAX_UNZIPPED_XML_BYTES = 60_000_000
MAX_ZIP_ENTRIES = 10_000
MAX_ZIP_RATIO = 150
# Small archives may have any ratio: they cannot do harm.
MIN_SUSPICIOUS_BYTES = 10_000_000

# An archive of documents is unpacked member by member, never as a whole; its directory is read as a whole.
MAX_ARCHIVE_ENTRIES = 50_000
MAX_ARCHIVE_DIRECTORY_BYTES = 16_000_000
MAX_ARCHIVE_UNPACKED_BYTES = 20_000_000_000

# A spanned cell is repeated; `rowspan=65534` would repeat it into every row of the document.
MAX_CELL_SPAN = 200
MAX_TABLE_CELLS = 1_000_000

# A spreadsheet program allows no more rows; a row of one cell far to the right comes with all before it.
MAX_SHEET_ROWS = 1_048_576
MAX_PADDED_CELLS = 30_000_000

# Groups inside groups on a slide.
MAX_GROUP_DEPTH = 50

# Each part of an e-mail costs its parser a millisecond, however empty it is.
MAX_MAIL_PARTS = 5_000

# Messages forwarded inside forwarded messages.
MAX_NESTED_MESSAGES = 20

# docutils reads some 100 kB a second.
MAX_RST_BYTES = 1_000_000

# Sections in sections, lists in lists, spans in spans; a real text has no tenth of it.
MAX_ODT_DEPTH = 100

# Groups in an RTF file: the reader keeps a stack of those that are open.
MAX_RTF_GROUPS = 2_000_000

# Objects in objects; what Python's own parser can read goes ten times as deep.
MAX_JSON_DEPTH = 60
