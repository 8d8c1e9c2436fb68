from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MOST_DAYS = 400
# Sheets that a person still leafs through.
MOST_ROWS = 3000
REGISTERS = {
    'calls': [('medium', '=', 'call')],
    'letters': [('medium', 'in', ('letter', 'message')), ('direction', '=', 'out')],
    'incoming': [('direction', '=', 'in')],
}


class AftersalesFollowupRegisterWizard(models.TransientModel):
    """Which register is printed, of which days, agent and outlet (J3)."""
    _name = 'aftersales.followup.register.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Print a Register"

    register = fields.Selection(
        [('calls', "Calls of Follow-up"), ('letters', "Letters and Messages Sent"),
         ('incoming', "Calls and Letters That Came In")], string="Which Register",
        required=True, default='calls')
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self) + relativedelta(day=1))
    date_to = fields.Date(string="Until", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", domain="[('company_id', '=', company_id)]", help="Empty: all of them.")
    user_id = fields.Many2one(
        'res.users', string="Agent", domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Empty: all of them.")
    contact_count = fields.Integer(string="Contacts", compute='_compute_contact_count')

    @api.constrains('date_from', 'date_to')
    def _check_dates(self):
        for wizard in self:
            if wizard.date_to < wizard.date_from:
                raise UserError(self.env._("The last day lies before the first day. Exchange the dates."))
            self.env['aftersales.workshop']._read_period(wizard.date_from, wizard.date_to, most=MOST_DAYS)

    @api.depends('register', 'date_from', 'date_to', 'company_id', 'workshop_id', 'user_id')
    def _compute_contact_count(self):
        for wizard in self:
            wizard.contact_count = self.env['aftersales.followup.contact'].search_count(
                wizard._get_domain()) if wizard.date_from and wizard.date_to and wizard.register else 0

    def _get_domain(self):
        self.ensure_one()
        domain = Domain(REGISTERS[self.register]) & Domain('company_id', '=', self.company_id.id) & Domain(
            'contact_day', '>=', self.date_from) & Domain('contact_day', '<=', self.date_to)
        if self.workshop_id:
            domain &= Domain('workshop_id', '=', self.workshop_id.id)
        return domain & Domain('user_id', '=', self.user_id.id) if self.user_id else domain

    def action_print(self):
        self.ensure_one()
        contacts = self.env['aftersales.followup.contact'].search(
            self._get_domain(), order='workshop_id, date, id', limit=MOST_ROWS + 1)
        if not contacts:
            raise UserError(self.env._("Nothing is registered in these days. Choose others."))
        if len(contacts) > MOST_ROWS:
            raise UserError(self.env._(
                "More than %(most)s contacts are in these days. Choose fewer days, an outlet or an agent.", most=MOST_ROWS))
        report = {'calls': 'contacts', 'letters': 'letters', 'incoming': 'incoming'}[self.register]
        return self.env.ref(f'aftersales.action_report_{report}').report_action(contacts, config=False)
