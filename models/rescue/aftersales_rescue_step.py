from odoo import api, fields, models

PHASES = [('before', "Before Leaving"), ('there', "At the Place"), ('after', "After the Call-Out")]


class AftersalesRescueStep(models.Model):
    """What a crew does before it leaves, at the place and afterwards; what must be done holds the next state (J9)."""
    _name = 'aftersales.rescue.step'
    _inherit = ['aftersales.setup.mixin', 'mail.thread']
    _description = "Step of a Crew"
    _order = 'phase_number, sequence, id'

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    phase = fields.Selection(PHASES, required=True, default='there', tracking=True)
    phase_number = fields.Integer(compute='_compute_phase_number', store=True, export_string_translation=False)
    is_for_road = fields.Boolean(string="Roadside and Tow", default=True, tracking=True)
    is_for_visit = fields.Boolean(
        string="Visits", default=True, tracking=True, help="On-site repair, pick-up and delivery, inspection at a fleet.")
    is_must = fields.Boolean(string="Must", tracking=True, help="The rescue does not go on before it is ticked.")
    is_of_head = fields.Boolean(
        string="By the Head", tracking=True, help="Ticked by whoever sends crews, not by the crew itself.")
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: in all companies.")

    @api.depends('phase')
    def _compute_phase_number(self):
        numbers = {phase: number for number, (phase, __) in enumerate(PHASES)}
        for step in self:
            step.phase_number = numbers.get(step.phase, 0)

    @api.model
    def _get_steps(self, rescue):
        """The steps of a rescue of this kind, in their order."""
        road = rescue.kind in ('roadside', 'tow')
        # sudo: what is to be done holds for whoever handles it
        return self.sudo().search([
            ('is_for_road' if road else 'is_for_visit', '=', True), ('company_id', 'in', (False, rescue.company_id.id))])
