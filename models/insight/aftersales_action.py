from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done so that a figure becomes better."""
    _inherit = 'aftersales.action'

    figure_id = fields.Many2one(
        'aftersales.indicator.figure', string="Key Figure", index='btree_not_null', ondelete='restrict', check_company=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'figure_id']
