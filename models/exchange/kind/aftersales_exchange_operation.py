from odoo import api, models

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow


class AftersalesExchangeOperation(models.AbstractModel):
    """Operations with their flat-rate hours, by their codes."""
    _name = 'aftersales.exchange.operation'
    _inherit = ['aftersales.exchange.kind']
    _description = "Imported Operations"
    _target = 'aftersales.operation'

    @api.model
    def _get_key(self, values):
        if not values.get('code'):
            raise WrongRow(self.env._("The operation's code is missing."))
        return values['code']

    @api.model
    def _match(self, rows):
        operations = self.env['aftersales.operation'].search([
            ('code', 'in', [row['key'] for row in rows]), ('company_id', 'in', [False, self.env.company.id])])
        known = {operation.code: operation for operation in operations}
        return {row['number']: known[row['key']] for row in rows if row['key'] in known}

    @api.model
    def _read_helps(self, rows, document):
        return {
            code: {table_file.fold(record.name): record for record in self.env[model].search([], limit=5000)}
            for code, model in (('work_class', 'aftersales.work.class'), ('skill', 'hr.skill'))}

    @api.model
    def _prepare(self, values, helps):
        if not values.get('name'):
            raise WrongRow(self.env._("The name is missing."))
        found = {}
        for code in ('work_class', 'skill'):
            record = helps[code].get(table_file.fold(values.get(code)))
            if values.get(code) and not record:
                raise WrongRow(self.env._(
                    "“%(name)s” is not known here. Create it first, or leave the cell empty.", name=values[code][:60]))
            found[f'{code}_id/.id'] = record and str(record.id)
        return {'code': values['code'], 'name': values['name'], 'hours': self._read_number(values, 'hours'), **found}
