from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of a risk, a duty that was not kept, or an incident."""
    _inherit = 'aftersales.action'

    risk_id = fields.Many2one('aftersales.risk', index='btree_not_null', ondelete='restrict', check_company=True)
    duty_id = fields.Many2one('aftersales.duty', index='btree_not_null', ondelete='restrict', check_company=True)
    incident_id = fields.Many2one(
        'aftersales.incident', string="Incident Report", index='btree_not_null', ondelete='restrict', check_company=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'risk_id', 'duty_id', 'incident_id']
