import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

# Between a currency and its figure: blanks, marks of bold text, signs (Odoo's minus has a U+FEFF behind it).
BEFORE, BEHIND = r'[\s*/(+−–\-\ufeff\u200b]{0,6}[.,]?', r'[\s*/)\ufeff\u200b]{0,6}'
# A figure with cents, or with thousands, as currencies of one and of a thousand cents are written.
CENTS = r'\d[\d.,’\'\s]{0,24}[.,]\d{2,3}(?!\d)'
# Signs of currencies, whichever are active; and words that stand behind a figure.
SIGNS, YUAN = ('¥', '￥', '€', '$', '£', 'RMB'), ('元', '円', '圆')


class AftersalesAmountsMixin(models.AbstractModel):
    """Words about a document that all who work on it read: those that say what it costs, only who sees prices (U9)."""
    _name = 'aftersales.amounts.mixin'
    _description = "Words That May Say Amounts"
    _words_fields = ()  # where the words are
    _document_field = ''  # where the document's model is

    aftersales_amounts = fields.Boolean(
        string="Says Amounts", readonly=True, copy=False,
        help="What it says of a document of the department is a matter of those who see prices.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._mark_amounts()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & self._get_marking_fields():
            self._mark_amounts()
        return result

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        # Also along a link (message_ids.body), where core asks past the rights.
        if self._hides_amounts():
            self.flush_model(['aftersales_amounts'])  # these models run their query by themselves
            domain = Domain(domain) & self._get_open_domain()
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_marking_fields(self):
        return {*self._words_fields, self._document_field}

    @api.model
    def _hides_amounts(self):
        user = self.env.user
        return not self.env.su and user._is_internal() and not user.has_group('aftersales.group_price')

    @api.model
    def _get_open_domain(self):
        """What may be read without seeing prices."""
        return Domain('aftersales_amounts', '!=', True)

    def _filter_hidden(self):
        """What its user may not read."""
        if not self or not self._hides_amounts():
            return self.browse()
        # sudo: whether it may be read is what is asked; a search, as some may be deleted meanwhile
        every = self.sudo().with_context(active_test=False)
        hidden = set(every._search(Domain('id', 'in', self.ids) & ~self._get_open_domain()))
        return self.filtered(lambda record: record.id in hidden)

    def _mark_amounts(self):
        for record in self.sudo():  # sudo: the mark is the system's, whoever writes
            says = record._says_amounts()
            if says != record.aftersales_amounts:
                record.aftersales_amounts = says

    def _says_amounts(self):
        self.ensure_one()
        is_ours = (self[self._document_field] or '').startswith('aftersales.')
        return is_ours and self._tells_amount('\n'.join(self[name] or '' for name in self._words_fields))

    @api.model
    def _get_currency_words(self):
        """:return: every word that may tell of a currency"""
        return {*SIGNS, *YUAN, *self._get_unit_words()}.union(
            *(self._get_names(currency) for currency in self.env['res.currency'].get_all_currencies().values()))

    @api.model
    def _get_unit_words(self):
        """Symbols in letters, such as L or KM, are units, too; where there are no cents, they are all there is to see."""
        currencies = self.env['res.currency'].get_all_currencies().values()
        symbols = {(currency['symbol'] or '').strip() for currency in currencies if currency['digits'][1]}
        codes = {currency['name'].strip() for currency in currencies}
        return {symbol for symbol in symbols - codes - {*SIGNS} if symbol.isascii() and symbol.isalpha()}

    @api.model
    def _get_names(self, currency):
        return {currency['name'].strip(), (currency['symbol'] or '').strip()} - {''}

    @api.model
    def _get_amount_patterns(self, text):
        units = self._get_unit_words()
        for word in sorted(word for word in self._get_currency_words() if word in text):
            if word in YUAN:
                yield rf'\d\s?[万亿]?\s?{word}(?![旦宵件素])'  # not 2026元旦, New Year's Day
                continue
            number = CENTS if word in units else r'\d'
            starts = r'(?<![A-Za-z0-9])' if word[0].isalpha() else ''
            ends = r'(?![A-Za-z0-9])' if word[-1].isalpha() else ''
            yield rf'{starts}{re.escape(word)}{BEFORE}{number}|{number}{BEHIND}{re.escape(word)}{ends}'

    @api.model
    def _tells_amount(self, text):
        """:return: whether a text or HTML has a figure beside a currency; beside one that may be a unit, with cents"""
        return self._finds_amount(html2plaintext(text, include_references=False))

    @api.model
    def _finds_amount(self, text):
        """:return: the same of a plain text"""
        patterns = '|'.join(self._get_amount_patterns(text))
        return bool(patterns and re.search(patterns, text))
