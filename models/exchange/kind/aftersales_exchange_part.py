from odoo import api, models

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow


class AftersalesExchangePart(models.AbstractModel):
    """Parts by their number; the same number is the same part."""
    _name = 'aftersales.exchange.part'
    _inherit = ['aftersales.exchange.kind']
    _description = "Imported Parts"
    _target = 'product.template'

    @api.model
    def _get_key(self, values):
        if not values.get('number'):
            raise WrongRow(self.env._("The part's number is missing."))
        return values['number']

    @api.model
    def _match(self, rows):
        parts = self.env['product.template'].search([
            ('default_code', 'in', [row['key'] for row in rows]), ('company_id', 'in', [False, self.env.company.id])],
            order='id desc')
        known = {part.default_code: part for part in parts}
        return {row['number']: known[row['key']] for row in rows if row['key'] in known}

    @api.model
    def _read_helps(self, rows, document):
        names = {row['values']['category'] for row in rows if row['values'].get('category')}
        categories = self.env['product.category'].search([('name', 'in', list(names))], order='id desc')
        return {table_file.fold(category.name): category for category in categories}

    @api.model
    def _prepare(self, values, helps):
        if not values.get('name'):
            raise WrongRow(self.env._("The name is missing."))
        category = helps.get(table_file.fold(values['category'])) if values.get('category') else None
        if values.get('category') and not category:
            raise WrongRow(self.env._("No product category is called %(name)s. Create it first.", name=values['category'][:60]))
        return {
            'default_code': values['number'], 'name': values['name'], 'type': 'consu', 'is_storable': '1',
            'categ_id/.id': category and str(category.id), 'barcode': values.get('barcode'),
            'list_price': self._read_number(values, 'price'), 'standard_price': self._read_number(values, 'cost')}
