from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of a month's figures; the next report tells how far it is."""
    _inherit = 'aftersales.action'

    monthly_report_id = fields.Many2one(
        'aftersales.monthly.report', string="After-Sales Report", index='btree_not_null', ondelete='restrict',
        check_company=True, tracking=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'monthly_report_id']
