from odoo import api, fields, models

from .aftersales_file_item import DETAILS, EXEMPTIONS

REFUSED = ('item_id', 'ended_date', 'is_of_owner')
DEPENDS = (
    *dict(DETAILS), *EXEMPTIONS.values(), *(f'owner_id.aftersales_refusal_ids.{name}' for name in REFUSED))


class FleetVehicle(models.Model):
    """The car in its customer's file: who insures it, who keeps the file, what the owner refuses to say (J1)."""
    _inherit = 'fleet.vehicle'

    insurer_id = fields.Many2one('res.partner', index='btree_not_null', tracking=True, copy=False, ondelete='restrict')
    owner_agent_id = fields.Many2one(
        related='owner_id.aftersales_agent_id', string="Care Agent", groups='aftersales.group_complete_file')
    file_refusal_ids = fields.One2many(
        'aftersales.file.refusal', 'vehicle_id', string="Refused Details", groups='aftersales.group_complete_file')

    # === COMPUTE METHODS ===#

    @api.depends(*DEPENDS)
    def _compute_missing_details(self):
        return super()._compute_missing_details()

    @api.depends(*DEPENDS)
    def _compute_is_file_incomplete(self):
        return super()._compute_is_file_incomplete()

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'owner_id' in vals:
            changed = self.filtered(lambda vehicle: vehicle.owner_id and vehicle.owner_id.id != vals['owner_id'])
            if changed:
                changed._end_former_file()
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_refuse_detail(self):
        """The customer does not want to say what is still missing."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Refuses to Say"), 'res_model': 'aftersales.file.refusal',
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new', 'context': {'default_vehicle_id': self.id}}

    def action_change_owner(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Change of Owner"),
            'res_model': 'aftersales.owner.wizard', 'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new',
            'context': {'default_vehicle_id': self.id}}

    # === BUSINESS METHODS ===#

    def _end_former_file(self):
        """What the former owner refused to say of these cars, and what was planned with him about them, is over."""
        system = self.sudo()  # sudo: whoever moves the car
        system.file_refusal_ids.filtered(
            lambda refusal: not (refusal.is_of_owner or refusal.ended_date)).ended_date = fields.Datetime.now()
        self.env['aftersales.contact.plan'].sudo().search([
            ('vehicle_id', 'in', self.ids), ('date', '>=', self.env['aftersales.followup']._get_today())]).active = False

    def _on_visit(self, orders):
        """Whoever comes for the first time gets somebody who keeps his file."""
        super()._on_visit(orders)
        for workshop, visits in orders.grouped('workshop_id').items():
            for advisor, some in visits.grouped('user_id').items():
                (some.partner_id | some.vehicle_id.owner_id)._name_agents(workshop, advisor)

    def _on_delivered_to_customer(self):
        super()._on_delivered_to_customer()
        outlets = self.env.company.sudo().aftersales_workshop_ids  # sudo: whoever hands the car over
        self.owner_id._name_agents(outlets[:1], self.env['res.users'])
