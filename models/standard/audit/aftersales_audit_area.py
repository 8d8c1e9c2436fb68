from odoo import api, fields, models
from odoo.tools import float_round


class AftersalesAuditArea(models.Model):
    """An area of an assessment with its score, by which outlets and periods are compared."""
    _name = 'aftersales.audit.area'
    _description = "Assessed Area"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'audit_id.id desc, sequence, id'
    _rec_names_search = ['name', 'audit_id.name']
    _check_company_auto = True
    _frozen_with = 'audit_id'

    audit_id = fields.Many2one(
        'aftersales.audit', string="Outlet Assessment", required=True, index=True, ondelete='cascade', readonly=True)
    company_id = fields.Many2one(related='audit_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='audit_id.workshop_id', string="Outlet", store=True, index=True, precompute=True)
    standard_id = fields.Many2one(related='audit_id.standard_id', store=True, index=True, precompute=True)
    date = fields.Date(related='audit_id.date', store=True, index=True, precompute=True)
    state = fields.Selection(related='audit_id.state', string="Status")
    area_id = fields.Many2one(
        'aftersales.standard.area', string="Area of the Standard", index=True, ondelete='restrict', readonly=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Area", required=True, translate=True, readonly=True)
    points = fields.Float(string="Possible Points", digits=(16, 2), bounds=(0, 10000), readonly=True)
    is_own = fields.Boolean(string="Set by Us", readonly=True)
    line_ids = fields.One2many('aftersales.audit.line', 'area_row_id', string="Criteria", readonly=True)
    possible = fields.Float(
        string="Points That Apply", compute='_compute_score', store=True, digits=(16, 2), bounds=(0, 1000000))
    reached = fields.Float(
        string="Points Reached", compute='_compute_score', store=True, digits=(16, 2), bounds=(0, 1000000))
    score = fields.Float(compute='_compute_score', store=True, digits=(16, 2), bounds=(0, 100), aggregator='avg')
    is_applied = fields.Boolean(string="Applies", compute='_compute_score', store=True)

    @api.depends('line_ids.reached', 'line_ids.possible')
    def _compute_score(self):
        for area in self:
            area.possible = float_round(sum(area.line_ids.mapped('possible')), precision_digits=2)
            area.reached = float_round(sum(area.line_ids.mapped('reached')), precision_digits=2)
            area.is_applied = bool(area.possible)
            area.score = float_round(area.reached / area.possible * 100, precision_digits=2) if area.possible else 0.0

    @api.readonly
    def action_open_audit(self):
        """The assessment it belongs to."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.audit', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': self.audit_id.id}
