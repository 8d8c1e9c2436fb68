from odoo import api, fields, models


class AftersalesCountReason(models.Model):
    """Why a count found another figure than the book (parts 5): a coded list that every house makes its own."""
    _name = 'aftersales.count.reason'
    _description = "Reason of a Count Difference"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, code, id'
    _rec_names_search = ['code', 'name']

    name = fields.Char(string="Reason", required=True, translate=True)
    code = fields.Char(required=True, copy=False, max_length=10)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex('(code)', "Another reason, perhaps an archived one, has this code already.")

    @api.depends('code', 'name')
    def _compute_display_name(self):
        for reason in self:
            reason.display_name = ' '.join(filter(None, (reason.code, reason.name)))
