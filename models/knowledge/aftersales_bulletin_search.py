from math import log

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .words import HAN, MARK, fold, split_words

FIRST_FIELDS, REST_FIELDS = ('title', 'symptom', 'codes', 'keywords'), ('cause', 'remedy', 'tools')
# What a word is worth in title and symptoms, where words in the rest count one; and what model and code are worth.
IN_FIRST, OF_MODEL, OF_CODE = 3.0, 2.0, 6.0
MOST_WORDS, MOST_CANDIDATES, MOST_FOUND = 60, 300, 20
# Of the words of a question, weighed by how rare they are, so much has to be there.
LEAST_SHARE = 0.12


class AftersalesBulletin(models.Model):
    """How an article is found: by its words in all languages, weighed by how rare they are (M3).

    PostgreSQL's full text search takes the words; its trigrams know no Chinese where the database has no locale, as Odoo's
    databases have none.
    """
    _inherit = 'aftersales.bulletin'

    words_first = fields.Text(compute='_compute_words', store=True, copy=False, prefetch=False)
    words_rest = fields.Text(compute='_compute_words', store=True, copy=False, prefetch=False)
    question = fields.Char(
        string="Question", compute='_compute_question', search='_search_question', help="Symptom, code or words of it.")

    _words_idx = models.Index(
        "USING gin (to_tsvector('english'::regconfig, COALESCE(words_first, '') || ' ' || COALESCE(words_rest, '')))")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends(*FIRST_FIELDS, *REST_FIELDS)
    def _compute_words(self):
        """In each language in which it is written, whoever writes now."""
        groups = self.env['aftersales.knowledge.word']._get_groups()
        written = self._read_languages()
        for article in self:
            texts = written.get(article.id, {})
            article.words_first = self._prepare_words([texts.get(name) for name in FIRST_FIELDS], groups)
            article.words_rest = self._prepare_words([texts.get(name) for name in REST_FIELDS], groups)

    def _read_languages(self):
        """:return: {id: {field: its text in all languages}}"""
        names = (*FIRST_FIELDS, *REST_FIELDS)
        self.flush_recordset(names)
        self.env.cr.execute(SQL(
            "SELECT id, %s FROM aftersales_bulletin WHERE id IN %s",
            SQL(', ').join(SQL.identifier(name) for name in names), tuple(self.ids) or (0,)))
        return {
            row['id']: {
                name: ' '.join(filter(None, value.values())) if isinstance(value, dict) else value
                for name, value in row.items() if name != 'id'}
            for row in self.env.cr.dictfetchall()}

    @api.model
    def _prepare_words(self, texts, groups):
        text = fold('\n'.join(filter(None, texts)))
        return ' '.join(split_words(text) + self.env['aftersales.knowledge.word']._mark(text, groups))

    def _compute_question(self):
        self.question = False

    @api.model
    def _search_question(self, operator, value):
        if operator not in ('ilike', '=') or not isinstance(value, str):
            return NotImplemented
        return Domain('id', 'in', [article.id for article, *__ in self._find(value, most=200, domain=Domain.TRUE)])

    # === BUSINESS METHODS ===#

    @api.model
    def _get_valid_domain(self):
        today = fields.Date.context_today(self)
        return (
            Domain('state', '=', 'published')
            & (Domain('valid_from', '=', False) | Domain('valid_from', '<=', today))
            & (Domain('valid_to', '=', False) | Domain('valid_to', '>=', today)))

    @api.model
    def _find(self, question, model=None, codes=(), most=MOST_FOUND, domain=None):
        """What is known of ``question``, best first, as far as the user may read it.

        :param str question: a symptom in anybody's words, Chinese or English
        :param model: the car's model; what is written for another one is left out
        :param codes: fault codes read from the car
        :param domain: which articles; those in force by default
        :return: list of (article, score, codes that it names too, whether it names the model)
        """
        lexemes = self._read_question(' '.join([question or '', *codes]))
        if not lexemes:
            return []
        query = self._search(self._get_valid_domain() if domain is None else domain)
        rows = self._read_candidates(query, lexemes)
        weights = self._weigh(lexemes, rows)
        total = sum(weights.values())
        asked = {code.upper() for code in codes}
        found = []
        for article, row in zip(self.browse([row[0] for row in rows]), rows, strict=True):
            if model and article.model_ids and model not in article.model_ids:
                continue
            named, of_model = asked & article._get_codes(), bool(model and model in article.model_ids)
            first, rest = lexemes & set(row[1]), lexemes & set(row[2]) - set(row[1])
            share = (sum(weights[word] for word in first) + sum(weights[word] for word in rest) / IN_FIRST) / total
            if share >= LEAST_SHARE or named:
                score = share * 10 + OF_CODE * bool(named) + OF_MODEL * of_model
                found.append((article, score, sorted(named), of_model))
        return sorted(found, key=lambda hit: (-hit[1], -hit[0].id))[:most]

    @api.model
    def _read_question(self, question):
        """The lexemes of a question."""
        groups = self.env['aftersales.knowledge.word']._get_groups()
        words = self._prepare_words([question], groups).split()[:MOST_WORDS]
        self.env.cr.execute(SQL("SELECT tsvector_to_array(to_tsvector('english'::regconfig, %s))", ' '.join(words)))
        return set(self.env.cr.fetchone()[0])

    @api.model
    def _read_candidates(self, query, lexemes):
        """:return: rows of id, lexemes of title and symptoms, lexemes of the rest; those that share most words first"""
        self.flush_model(['words_first', 'words_rest'])
        quoted = (word.replace('\\', '\\\\').replace("'", "''") for word in sorted(lexemes))
        asked = ' | '.join(f"'{word}'" for word in quoted)
        return self.env.execute_query(SQL(
            """
            SELECT id, tsvector_to_array(to_tsvector('english'::regconfig, COALESCE(words_first, ''))),
                   tsvector_to_array(to_tsvector('english'::regconfig, COALESCE(words_rest, '')))
              FROM aftersales_bulletin
             WHERE id IN %(allowed)s
               AND to_tsvector('english'::regconfig, COALESCE(words_first, '') || ' ' || COALESCE(words_rest, ''))
                   @@ %(asked)s::tsquery
          ORDER BY ts_rank(to_tsvector('english'::regconfig, COALESCE(words_first, '')), %(asked)s::tsquery) DESC, id DESC
             LIMIT %(most)s
            """, allowed=query.subselect(), asked=asked, most=MOST_CANDIDATES))

    @api.model
    def _weigh(self, lexemes, rows):
        """The rarer a word among what was found, the more it says."""
        counts = dict.fromkeys(lexemes, 0)
        for __, first, rest in rows:
            for word in lexemes & {*first, *rest}:
                counts[word] += 1
        return {
            word: self._get_share(word) * log(1 + (len(rows) + 1) / (count + 0.5)) for word, count in counts.items()}

    @api.model
    def _get_share(self, word):
        """A Chinese word of three signs is two pairs, and one that has a meaning of the list says more than the rest."""
        if word.startswith(MARK):
            return 2.0
        return 0.5 if HAN.match(word) else 1.0
