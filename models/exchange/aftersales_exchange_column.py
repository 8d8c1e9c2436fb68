from odoo import api, fields, models

from odoo.addons.aftersales.models.base import table_file


class AftersalesExchangeColumn(models.Model):
    """A heading of the file, and what it is here; the same heading of a later file is the same again."""
    _name = 'aftersales.exchange.column'
    _description = "Heading of an Imported File"
    _order = 'import_id.id, position, id'
    _rec_name = 'heading'

    import_id = fields.Many2one(
        'aftersales.exchange.import', string="Data Import", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='import_id.company_id', store=True, index=True)
    kind = fields.Selection(related='import_id.kind', store=True)
    position = fields.Integer(readonly=True)
    heading = fields.Char(string="Heading in the File", required=True, readonly=True)
    folded_heading = fields.Char(compute='_compute_folded_heading', store=True, index=True)
    first_value = fields.Char(string="First Value", readonly=True)
    field_id = fields.Many2one(
        'aftersales.exchange.field', string="Column Here", domain="[('kind', '=', kind)]", ondelete='restrict',
        index='btree_not_null', help="Empty: the column is left out.")

    @api.depends('heading')
    def _compute_folded_heading(self):
        for column in self:
            column.folded_heading = table_file.fold(column.heading)

    def write(self, vals):
        imports = self.import_id
        imports._check_open_to_change()
        result = super().write(vals)
        imports._forget_check()
        return result

    @api.model
    def _guess(self, kind, company, headings, known):
        """:param known: dict of folded heading: the field it was said to be for the file before this one
        :return: dict of heading: the field it was last time, else the one that is called so in any language"""
        keys = {table_file.fold(heading): heading for heading in headings}
        guessed = {}
        for field in self.env['aftersales.exchange.field'].search([('kind', '=', kind)]):
            names = {field.code, *(
                field.with_context(lang=code).name for code, __ in self.env['res.lang'].get_installed())}
            guessed.update({keys[key]: field for key in map(table_file.fold, names) if key in keys})
        earlier = self.search(
            [('kind', '=', kind), ('company_id', '=', company.id), ('folded_heading', 'in', list(keys)),
             ('field_id', '!=', False), ('import_id.state', '=', 'done')], order='id desc', limit=20 * len(keys) or 1)
        for column in earlier.sorted('id'):
            guessed[keys[column.folded_heading]] = column.field_id
        guessed.update({keys[key]: field for key, field in known.items() if key in keys})
        taken, result = set(), {}
        for heading in headings:
            field = guessed.get(heading)
            if field and field not in taken:
                taken.add(field)
                result[heading] = field
        return result
