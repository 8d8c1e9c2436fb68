import re

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.file_text import read_file_text

# Suppliers bill in currencies that the house does not use itself.
CODES = {'CNY', 'RMB', 'EUR', 'USD', 'GBP', 'JPY', 'HKD', 'CHF', 'KRW'}
# A figure with cents anywhere in the file.
CENTS = re.compile(r'(?<![\d.,])\d[\d,\'’ ]{0,14}[.,]\d\d(?![\d.,]*\d)')
# What stands above columns of money that name no currency beside the figure.
MONEY = re.compile(
    r'\bprice\b|subtotal|(grand|net|gross) total|total due|(total|net|tax|vat) amount|amount due'
    r'|金额|单价|总价|价税|税额|应付|应收', re.IGNORECASE)


class IrAttachment(models.Model):
    """A file on a document of the department is read as words about it are: one that says what something costs, such as
    an invoice, an offer or a supplier's bill, by who sees prices and by who put it there (U9). Pictures and scans are
    for all who read the document, like photos."""
    _name = 'ir.attachment'
    _inherit = ['aftersales.amounts.mixin', 'ir.attachment']
    _words_fields = ('raw', 'datas', 'db_datas', 'store_fname')
    _document_field = 'res_model'

    def _check_access(self, operation):
        # Who moves a file elsewhere, or replaces it, reads it there, or nobody does.
        hidden = self._filter_hidden() if operation != 'create' else self.browse()
        result = super(IrAttachment, self - hidden)._check_access(operation)
        if not hidden:
            return result
        forbidden = hidden + (result[0] if result else self.browse())
        return forbidden, lambda: AccessError(self.env._(
            "%(files)s: files that say what something costs are read by people who see prices.",
            files=", ".join(forbidden.sudo().mapped('name'))))  # sudo: which file is meant, is told

    def _get_marking_fields(self):
        return super()._get_marking_fields() | {'res_field', 'type'}

    def _get_open_domain(self):
        return super()._get_open_domain() | Domain('create_uid', '=', self.env.uid)

    @api.model
    def _get_currency_words(self):
        return super()._get_currency_words() | CODES

    def _says_amounts(self):
        """A field's own file is read by the rights of its field; one that nobody can look into may say anything."""
        self.ensure_one()
        if not (self.res_model or '').startswith('aftersales.') or self.res_field or self.type != 'binary' or (
                self.mimetype or '').startswith(('image/', 'video/', 'audio/')):
            return False
        text = read_file_text(self.raw or b'')
        return text is None or bool(text) and (self._finds_amount(text) or self._lists_amounts(text))

    def _lists_amounts(self, text):
        """Whether the text has columns of money: figures with cents below a word for it; a sheet keeps them without."""
        is_sheet = any(kind in (self.mimetype or '') for kind in ('spreadsheet', 'excel', 'csv'))
        return bool(MONEY.search(text) and (is_sheet or CENTS.search(text)))
