"""The tables of 0.1.0, as that version made them: shipped, and never to be edited (see ``schema``)."""

from __future__ import annotations

TABLES = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    title TEXT,
    publisher TEXT,
    author TEXT,
    published TEXT,
    url TEXT,
    path TEXT NOT NULL UNIQUE,
    language TEXT,
    words INTEGER NOT NULL,
    digest TEXT NOT NULL,
    duplicate_of INTEGER REFERENCES articles(id),
    notes TEXT
);
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    norm TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    term TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('loanword', 'term', 'abbreviation')),
    language TEXT NOT NULL,
    pos TEXT,
    termhood REAL NOT NULL DEFAULT 0,
    frequency INTEGER NOT NULL DEFAULT 0,
    article_count INTEGER NOT NULL DEFAULT 0,
    first_seen TEXT,
    last_seen TEXT,
    status TEXT NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'accepted', 'rejected')),
    note TEXT,
    preferred_gloss TEXT,
    best_gloss INTEGER REFERENCES glosses(id),
    best_context INTEGER REFERENCES contexts(id)
);
CREATE TABLE variants (
    term_id INTEGER NOT NULL REFERENCES terms(id),
    form TEXT NOT NULL,
    kind TEXT NOT NULL,
    frequency INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (term_id, form)
);
CREATE TABLE contexts (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE occurrences (
    term_id INTEGER NOT NULL REFERENCES terms(id),
    context_id INTEGER NOT NULL REFERENCES contexts(id),
    form TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'term' CHECK (kind IN ('loanword', 'term', 'abbreviation')),
    language TEXT,
    pattern TEXT,
    merged_from TEXT
);
CREATE TABLE glosses (
    id INTEGER PRIMARY KEY,
    term_id INTEGER NOT NULL REFERENCES terms(id),
    context_id INTEGER NOT NULL REFERENCES contexts(id),
    article_id INTEGER NOT NULL REFERENCES articles(id),
    term TEXT NOT NULL,
    gloss TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('translation', 'definition', 'paraphrase', 'acronym')),
    language TEXT NOT NULL,
    term_start INTEGER NOT NULL,
    term_end INTEGER NOT NULL,
    gloss_start INTEGER NOT NULL,
    gloss_end INTEGER NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    status TEXT NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'accepted', 'rejected')),
    merged_from TEXT
);
CREATE TABLE equivalents (
    id INTEGER PRIMARY KEY,
    term_id INTEGER NOT NULL REFERENCES terms(id),
    source TEXT NOT NULL,
    entry TEXT,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('preferred', 'admitted', 'deprecated')),
    definition TEXT,
    domain TEXT,
    date TEXT,
    url TEXT,
    reliability INTEGER
);
CREATE TABLE translations (
    id INTEGER PRIMARY KEY,
    term_id INTEGER NOT NULL REFERENCES terms(id),
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    engine TEXT NOT NULL,
    model TEXT NOT NULL,
    rank INTEGER NOT NULL,
    score REAL
);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    line INTEGER NOT NULL,
    decision TEXT,
    date TEXT NOT NULL,
    author TEXT,
    action TEXT NOT NULL,
    term TEXT NOT NULL,
    term_id INTEGER REFERENCES terms(id),
    detail TEXT,
    reason TEXT,
    applied INTEGER NOT NULL
);
CREATE TABLE builds (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    finished TEXT NOT NULL,
    program TEXT NOT NULL,
    rules TEXT NOT NULL,
    model TEXT NOT NULL,
    report TEXT NOT NULL
);
CREATE TABLE aliases (
    norm TEXT NOT NULL,
    term_id INTEGER NOT NULL REFERENCES terms(id),
    frequency INTEGER NOT NULL,
    PRIMARY KEY (norm, term_id)
);
CREATE TABLE votes (
    term_id INTEGER NOT NULL REFERENCES terms(id),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    pattern TEXT NOT NULL,
    frequency INTEGER NOT NULL,
    PRIMARY KEY (term_id, kind, language, pattern)
) WITHOUT ROWID;
CREATE TABLE candidates (
    id INTEGER PRIMARY KEY,
    norm TEXT NOT NULL UNIQUE,
    counts BLOB NOT NULL,
    article_count INTEGER NOT NULL,
    anchors INTEGER NOT NULL,
    articles_seen INTEGER NOT NULL,
    published INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE candidate_articles (
    candidate_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (candidate_id, article_id)
) WITHOUT ROWID;
CREATE TABLE shingles (
    hash INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (hash, article_id)
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE INDEX terms_sort_key ON terms(sort_key, term, status, kind);
CREATE INDEX terms_kind_status ON terms(kind, status);
CREATE INDEX terms_reading_order ON terms(
    (best_gloss IS NULL AND preferred_gloss IS NULL), termhood DESC, norm
);
CREATE INDEX articles_publisher ON articles(publisher, published);
CREATE INDEX articles_published ON articles(published);
CREATE INDEX glosses_status ON glosses(status);
CREATE INDEX terms_kind_sort_key ON terms(kind, sort_key, term);
CREATE INDEX terms_frequency ON terms(frequency);
CREATE INDEX terms_kind_frequency ON terms(kind, frequency);
CREATE INDEX terms_first_seen ON terms(first_seen, frequency);
CREATE INDEX contexts_article ON contexts(article_id, start);
CREATE INDEX occurrences_term ON occurrences(term_id);
CREATE INDEX occurrences_context ON occurrences(context_id);
CREATE INDEX glosses_term ON glosses(term_id);
CREATE INDEX glosses_article ON glosses(article_id);
CREATE INDEX glosses_context ON glosses(context_id);
CREATE INDEX shingles_article ON shingles(article_id);
CREATE INDEX articles_duplicate ON articles(duplicate_of);
CREATE INDEX articles_digest ON articles(digest);
CREATE INDEX aliases_term ON aliases(term_id);
CREATE INDEX equivalents_term ON equivalents(term_id);
CREATE INDEX translations_term ON translations(term_id);
CREATE VIRTUAL TABLE terms_fts USING fts5(term, variants, glosses, prefix='1 2 3');
CREATE VIRTUAL TABLE contexts_fts USING fts5(text, content='');
CREATE VIEW glossary AS
SELECT
    terms.term,
    terms.kind,
    terms.language,
    COALESCE(terms.preferred_gloss, glosses.gloss) AS gloss,
    CASE WHEN terms.preferred_gloss IS NOT NULL THEN 'curated' ELSE glosses.kind END AS gloss_kind,
    CASE WHEN terms.preferred_gloss IS NULL THEN COALESCE(articles.publisher, articles.title, articles.slug) END
        AS gloss_source,
    CASE WHEN terms.preferred_gloss IS NULL THEN articles.published END AS gloss_date,
    (SELECT group_concat(text, ' | ') FROM (
        SELECT DISTINCT text FROM equivalents
        WHERE term_id = terms.id AND status = 'preferred' AND lower(text) != lower(terms.term)
            AND (terms.language = 'fr' OR language IN ('fr', 'und'))
        ORDER BY source, text
    )) AS official_equivalent,
    (SELECT text FROM translations WHERE term_id = terms.id ORDER BY rank LIMIT 1) AS machine_translation,
    terms.frequency,
    terms.article_count AS articles,
    terms.first_seen,
    terms.last_seen,
    contexts.text AS example,
    terms.status,
    terms.slug
FROM terms
LEFT JOIN glosses ON glosses.id = terms.best_gloss
LEFT JOIN articles ON articles.id = glosses.article_id
LEFT JOIN contexts ON contexts.id = terms.best_context
WHERE terms.status != 'rejected'
ORDER BY (terms.best_gloss IS NULL AND terms.preferred_gloss IS NULL), terms.termhood DESC, terms.norm
"""
