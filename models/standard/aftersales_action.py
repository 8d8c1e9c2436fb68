from odoo import api, fields, models


class AftersalesAction(models.Model):
    """What is done because of what an assessment found."""
    _inherit = 'aftersales.action'

    audit_id = fields.Many2one(
        'aftersales.audit', string="Outlet Assessment", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    audit_line_id = fields.Many2one(
        'aftersales.audit.line', string="Judged Criterion", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')

    @api.model
    def _get_source_fields(self):
        return [*super()._get_source_fields(), 'audit_id']
