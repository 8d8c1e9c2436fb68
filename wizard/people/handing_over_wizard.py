from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.aftersales.models.people.aftersales_handing_over import REASONS


class AftersalesHandingOverWizard(models.TransientModel):
    """Somebody leaves or changes post: what he has to do goes to a colleague by one button."""
    _name = 'aftersales.handing.over.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Hand Over Work"

    employee_id = fields.Many2one(
        'hr.employee', string="From", required=True, domain="[('company_id', 'in', allowed_company_ids)]")
    successor_id = fields.Many2one(
        'hr.employee', string="To", required=True, domain="[('company_id', 'in', allowed_company_ids)]")
    hand_over_reason = fields.Selection(REASONS, string="Why", required=True, default='leaves')
    things = fields.Text(string="Accounts, Papers, Keys", help="What is handed over beside the work, one in each line.")
    line_ids = fields.One2many(
        'aftersales.handing.over.wizard.line', 'wizard_id', string="Work", compute='_compute_line_ids', store=True)
    work_count = fields.Integer(string="Pieces of Work", compute='_compute_line_ids', store=True)

    @api.depends('employee_id')
    def _compute_line_ids(self):
        for wizard in self:
            work = wizard.employee_id._find_open_work() if wizard.employee_id and wizard._may_hand_over() else []
            wizard.line_ids = [Command.clear(), *(
                Command.create({'name': row.name, 'work_count': len(row.records)}) for row in work)]
            wizard.work_count = sum(len(row.records) for row in work)

    @api.model
    def _may_hand_over(self):
        return self.env.su or self.env.user.has_group('aftersales.group_manager')

    def action_apply(self):
        """Hand it over and keep the protocol."""
        self.ensure_one()
        if not self._may_hand_over():
            raise AccessError(self.env._("Work of people is handed over by a manager."))
        person, successor = self.employee_id, self.successor_id
        companies = self.env.companies
        if person == successor:
            raise UserError(self.env._("Choose somebody else to take over."))
        for employee in (person, successor):
            if employee.sudo().company_id not in companies:  # sudo: of which company somebody is, is no secret
                raise AccessError(self.env._("%(person)s belongs to another company.", person=employee.sudo().name))
        if not successor.sudo().user_id:  # sudo: as above
            raise UserError(self.env._("%(person)s has no login and could not see the work.", person=successor.sudo().name))
        rows = person._hand_work_to(successor)
        # sudo: protocols are the system's
        handing = self.env['aftersales.handing.over'].sudo().create({
            'company_id': person.sudo().company_id.id, 'employee_id': person.id, 'successor_id': successor.id,
            'hand_over_reason': self.hand_over_reason, 'things': self.things, 'user_id': self.env.uid,
            'line_ids': [Command.create(row) for row in rows]})
        handing._tell_successor()
        return {
            'type': 'ir.actions.act_window', 'res_model': handing._name, 'views': [(False, 'form')], 'res_id': handing.id}
