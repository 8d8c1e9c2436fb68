from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of an assessment, a risk, a duty that was not kept, or an incident."""
    _inherit = 'aftersales.action'

    audit_id = fields.Many2one(
        'aftersales.audit', string="Assessment", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    audit_line_id = fields.Many2one(
        'aftersales.audit.line', string="Judged Criterion", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')

    risk_id = fields.Many2one('aftersales.risk', index='btree_not_null', ondelete='restrict', check_company=True)
    duty_id = fields.Many2one('aftersales.duty', index='btree_not_null', ondelete='restrict', check_company=True)
    incident_id = fields.Many2one('aftersales.incident', index='btree_not_null', ondelete='restrict', check_company=True)

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'audit_id', 'risk_id', 'duty_id', 'incident_id']
