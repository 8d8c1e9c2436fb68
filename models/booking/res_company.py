from odoo import fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_portal_booking = fields.Boolean(
        string="Customers Book in the Portal", default=True,
        help="Customers with a login book, move and cancel their appointments themselves.",
    )
    aftersales_public_booking = fields.Boolean(
        string="Public Booking Page",
        help="Everybody can book on a page without login; a code sent by e-mail or SMS confirms the booking.",
    )
    aftersales_code_limit = fields.Integer(
        string="Codes a Day", default=200, required=True, bounds=(0, 100_000),
        help="At most so many codes a day are sent to visitors of each public page, for each outlet: who floods one of them "
             "leaves the others open.")
    aftersales_code_country_ids = fields.Many2many(
        'res.country', 'aftersales_code_country_rel', 'company_id', 'country_id', string="SMS Codes to",
        help="Countries to whose numbers codes are sent by SMS. Empty: the company's own country.")
    # The table of deadlines is what counts: here the company's own rows of it are entered.
    aftersales_response_hours = fields.Float(
        string="First Response to Enquiries (hours)", compute='_compute_aftersales_hours',
        inverse='_inverse_aftersales_response_hours', compute_sudo=True, bounds=(None, 8784))
    aftersales_answer_hours = fields.Float(
        string="Answer after the First Response (hours)", compute='_compute_aftersales_hours',
        inverse='_inverse_aftersales_answer_hours', compute_sudo=True, bounds=(None, 8784))
    aftersales_reminder_hours = fields.Float(
        string="Remind of Appointments (hours before)", default=24.0, required=True, bounds=(None, 8784))
    aftersales_no_show_minutes = fields.Integer(
        string="No-show after (minutes)", default=60, required=True, bounds=(None, 10080))

    _aftersales_appointment_delays = models.Constraint(
        'CHECK(aftersales_reminder_hours >= 0 AND aftersales_no_show_minutes > 0)',
        "Remind 0 or more hours before an appointment, and wait some minutes before it counts as missed.",
    )

    def _compute_aftersales_hours(self):
        Deadline = self.env['aftersales.deadline']
        for company in self:
            company.aftersales_response_hours = Deadline._get_company_hours('respond', company)
            company.aftersales_answer_hours = Deadline._get_company_hours('reply', company)

    def _inverse_aftersales_response_hours(self):
        self._set_aftersales_hours('respond', 'aftersales_response_hours')

    def _inverse_aftersales_answer_hours(self):
        self._set_aftersales_hours('reply', 'aftersales_answer_hours')

    def _set_aftersales_hours(self, step, name):
        for company in self:
            if company[name] <= 0:
                raise ValidationError(self.env._("Enquiries are answered in more than no time: enter hours above 0."))
            # sudo: whoever sets up the company sets up its promises
            self.env['aftersales.deadline'].sudo()._set_company_hours(step, company, company[name])
