import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

# A figure; and one with cents.
FIGURE, CENTS = r'-?\d', r'-?\d[\d.,’\']*[.,]\d\d(?!\d)'


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
        if not bypass_access and self._hides_amounts():
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
        # sudo: whether it may be read is what is asked
        return (self.sudo() - self.sudo().filtered_domain(self._get_open_domain())).sudo(False)

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
        words = {'¥', '￥', '€', '$', '£'}
        for currency in self.env['res.currency'].get_all_currencies().values():
            words |= {currency['name'].strip(), (currency['symbol'] or '').strip()}
        return words - {''}

    @api.model
    def _tells_amount(self, text):
        """:return: whether a text or HTML has a figure beside the sign of a currency; one in letters counts beside cents"""
        words = {word for word in self._get_currency_words() if word in text}
        if not words:
            return False
        text = html2plaintext(text, include_references=False)
        signs = '|'.join(re.escape(word) for word in words if not word.isalpha()) or r'(?!)'
        letters = '|'.join(re.escape(word) for word in words if word.isalpha()) or r'(?!)'
        return bool(re.search(
            rf'(?:{signs})\s*{FIGURE}|\d\s*(?:{signs})|(?<!\w)(?:{letters})\s*{CENTS}|{CENTS}\s*(?:{letters})(?!\w)', text))
