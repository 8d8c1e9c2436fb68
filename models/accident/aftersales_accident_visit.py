from odoo import api, fields, models


class AftersalesAccidentVisit(models.Model):
    """A visit of the insurer's assessor: when he comes, who it is, and what he said (E11)."""
    _name = 'aftersales.accident.visit'
    _description = "Visit of the Assessor"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'accident_id.id desc, date, id'
    _frozen_with = 'accident_id'

    accident_id = fields.Many2one('aftersales.accident', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='accident_id.company_id', store=True, index=True, precompute=True)
    date = fields.Datetime(string="Comes On", required=True, index=True)
    assessor_name = fields.Char(
        string="Assessor", max_length=100, compute='_compute_assessor', store=True, readonly=False, precompute=True)
    assessor_phone = fields.Char(
        string="Phone", max_length=40, compute='_compute_assessor', store=True, readonly=False, precompute=True)
    kind = fields.Selection(
        [('house', "At the outlet"), ('place', "At the place of the accident"), ('remote', "By photos or video")],
        string="Where", required=True, default='house')
    state = fields.Selection(
        [('planned', "Assessor Expected"), ('done', "Was here"), ('missed', "Assessor did not come")],
        string="What Became of It", required=True, default='planned')
    note = fields.Char(string="What Was Said", max_length=300)

    @api.depends('accident_id')
    def _compute_assessor(self):
        for visit in self:
            visit.assessor_name = visit.assessor_name or visit.accident_id.assessor_name
            visit.assessor_phone = visit.assessor_phone or visit.accident_id.assessor_phone
