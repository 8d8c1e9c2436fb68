from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesOwnerWizard(models.TransientModel):
    """A car came to another owner: the past is kept, a new file begins, and somebody completes it (J6)."""
    _name = 'aftersales.owner.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Change of Owner"

    vehicle_id = fields.Many2one('fleet.vehicle', required=True, readonly=True)
    former_id = fields.Many2one(related='vehicle_id.owner_id', string="Owner until Now")
    owner_id = fields.Many2one('res.partner', string="New Owner", required=True)
    date = fields.Date(string="Since", required=True, default=fields.Date.context_today)
    source = fields.Selection(
        lambda self: self.env['aftersales.ownership']._fields['source'].selection, string="How We Know", required=True,
        default='private')
    note = fields.Char(string="Remarks")
    contact_stays = fields.Boolean(
        string="The Same Person Brings It", help="Else the contact of the former owner is taken off the car.")
    has_contact = fields.Boolean(compute='_compute_has_contact')

    @api.depends('vehicle_id')
    def _compute_has_contact(self):
        for wizard in self:
            wizard.has_contact = bool(wizard.vehicle_id.contact_id)

    def action_apply(self):
        self.ensure_one()
        vehicle, today = self.vehicle_id, fields.Date.context_today(self)
        vehicle.check_access('write')
        self._check_change(today)
        vals = {'owner_id': self.owner_id.id}
        if vehicle.contact_id and not self.contact_stays:
            vals['contact_id'] = False
        vehicle.write(vals)
        self._date_back(today)
        self._begin_file(today)
        return {'type': 'ir.actions.act_window_close'}

    # === BUSINESS METHODS ===#

    def _check_change(self, today):
        vehicle = self.vehicle_id
        if vehicle.owner_id == self.owner_id:
            raise UserError(self.env._(
                "%(vehicle)s is %(owner)s's already. Choose the new owner.", vehicle=vehicle.display_name,
                owner=self.owner_id.display_name))
        current = vehicle.sudo().ownership_ids.filtered(lambda past: not past.date_end)  # sudo: dates of the history
        if self.date > today or current and self.date < current.date_start:
            raise UserError(self.env._(
                "%(vehicle)s changed its owner between %(start)s, when the owner until now got it, and today. Correct the "
                "day.", vehicle=vehicle.display_name,
                start=fields.Date.to_string(current.date_start or self.date)))

    def _date_back(self, today):
        """The history says when it happened, not when it was noted."""
        owners = self.vehicle_id.sudo().ownership_ids.sorted('id')  # sudo: the history is the system's
        current = owners[-1:]
        owners[-2:-1].filtered(lambda past: past.date_end == today).date_end = self.date
        owners.flush_recordset()
        current.write({'date_start': self.date, 'source': self.source, 'note': self.note})

    def _begin_file(self, today):
        """The new owner has somebody who looks after him, who completes the file within its days."""
        vehicle = self.vehicle_id
        if not vehicle.is_customer_vehicle:
            return
        company = vehicle.company_id or self.env.company
        self.owner_id._name_agents(company.sudo().aftersales_workshop_ids[:1], self.env.user)  # sudo: the outlet's rule
        agent = self.owner_id.sudo().aftersales_agent_id  # sudo: whoever notes the change
        if vehicle.sudo().missing_details:
            reader = agent or self.env.user
            words = self.with_context(lang=reader.lang)
            vehicle.activity_schedule(
                'mail.mail_activity_data_todo', date_deadline=today + timedelta(days=company.aftersales_file_days),
                summary=words.env._("New owner: complete the file"), user_id=reader.id)
