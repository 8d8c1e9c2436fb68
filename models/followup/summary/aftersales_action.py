from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of what a month of calls showed."""
    _inherit = 'aftersales.action'

    summary_id = fields.Many2one(
        'aftersales.followup.summary', string="Summary of Follow-up", index='btree_not_null', ondelete='restrict',
        check_company=True, tracking=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'summary_id']
