from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .followup.aftersales_followup import MOODS, RESULTS

OUTCOMES = [
    ('reached', "Spoken With"), ('no_answer', "No Answer"), ('busy', "Busy"), ('machine', "Machine"),
    ('wrong_number', "Wrong Number"), ('later', "Call Back Later"), ('refused', "Do Not Call"),
    ('sent', "Sent"), ('received', "Came In"), ('returned', "Came Back Undelivered"), ('withheld', "Not Sent"),
]
# So long somebody corrects what he typed himself.
OPEN_FOR = timedelta(days=1)


class AftersalesFollowupContact(models.Model):
    """The register: every call, letter and message, in or out, with what was said (J3).

    What follow-up, surveys and complaints gave is the system's; what came in, and letters, are entered by whoever took or
    sent them. What becomes of it afterwards is in ``aftersales_followup_contact_answer.py``.
    """
    _name = 'aftersales.followup.contact'
    _description = "Contact with a Customer"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.history.mixin', 'aftersales.lasting.mixin', 'aftersales.plate.mixin']
    _plate_of = 'vehicle_id'
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'partner_id.name', 'vehicle_id.license_plate', 'topic']
    _check_company_auto = True

    name = fields.Char(string="No.", required=True, readonly=True, copy=False, default='/', index='trigram')
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    contact_day = fields.Date(string="Day", readonly=True, index='btree_not_null', help="By the outlet's clock.")
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    medium = fields.Selection(
        [('call', "Call"), ('message', "E-mail or SMS"), ('letter', "Letter"), ('visit', "Personal Visit")],
        string="How", required=True, default='call')
    direction = fields.Selection([('out', "Outgoing"), ('in', "Incoming")], required=True, default='in')
    followup_id = fields.Many2one(
        'aftersales.followup', string="Follow-up", readonly=True, index='btree_not_null', ondelete='restrict',
        check_company=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='restrict', check_company=True)
    phone = fields.Char(compute='_compute_phone', store=True, readonly=False, precompute=True)
    vehicle_id = fields.Many2one('fleet.vehicle', index='btree_not_null', ondelete='restrict', check_company=True)
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", index='btree_not_null', ondelete='restrict', check_company=True)
    complaint_id = fields.Many2one(
        'aftersales.complaint', readonly=True, index='btree_not_null', ondelete='restrict', check_company=True)
    invitation_id = fields.Many2one(
        'aftersales.survey.invitation', string="Survey", readonly=True, index='btree_not_null', ondelete='restrict',
        check_company=True)
    topic = fields.Char(required=True)
    outcome = fields.Selection(OUTCOMES, string="How It Went", required=True, default='received')
    result = fields.Selection(RESULTS, readonly=True)
    mood = fields.Selection(MOODS)
    summary = fields.Text(string="Main Points")
    wishes = fields.Text(string="Wishes of the Customer")
    said_step_ids = fields.Many2many('aftersales.followup.script.step', string="Spoken Of", readonly=True)
    is_answered = fields.Boolean(string="Answered at Once", default=True)
    user_id = fields.Many2one(
        'res.users', string="Agent", required=True, index=True, default=lambda self: self.env.user, check_company=True,
        domain="[('share', '=', False)]")
    next_date = fields.Datetime(string="Next Contact")
    is_agreed = fields.Boolean(string="Time Agreed", readonly=True)
    is_reached = fields.Integer(string="Reached", compute='_compute_figures', store=True, precompute=True, readonly=True)
    reach_rate = fields.Float(
        string="Reach Rate (%)", compute='_compute_figures', store=True, precompute=True, readonly=True, aggregator='avg',
        bounds=(0, 100))
    booking_rate = fields.Float(
        string="Bookings per 100 Calls", compute='_compute_figures', store=True, precompute=True, readonly=True,
        aggregator='avg', bounds=(0, 100))

    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'", "Two contacts of one company cannot have the same number.")
    _once_a_day = models.UniqueIndex(
        "(partner_id, contact_day) WHERE medium = 'call' AND direction = 'out' AND is_agreed IS NOT TRUE "
        "AND invitation_id IS NULL AND complaint_id IS NULL",
        "This customer was called today already. Call him another day.")

    # === COMPUTE METHODS ===#

    @api.depends('partner_id')
    def _compute_phone(self):
        for contact in self:
            contact.phone = contact.partner_id.phone or contact.phone

    @api.depends('outcome', 'result')
    def _compute_figures(self):
        for contact in self:
            contact.is_reached = int(contact.outcome in ('reached', 'refused', 'later'))
            contact.reach_rate = 100 * contact.is_reached
            contact.booking_rate = 100 if contact.result == 'booked' else 0

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        for contact in self:
            contact.display_name = ' · '.join(filter(None, (contact.name.strip('/'), contact.partner_id.name)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._read_inputs(vals) for vals in vals_list]
        contacts = super().create(vals_list)
        for contact in contacts.sudo():  # sudo: number and day are the system's
            sequence = self.env['ir.sequence'].sudo().with_company(contact.company_id)
            contact.write({
                'name': sequence.next_by_code('aftersales.followup.contact') or '/',
                'contact_day': contact.workshop_id._get_local_day(contact.date)})
        return contacts

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and {'date', 'workshop_id'} & vals.keys():
            raise UserError(self.env._("When and where it was stays as it was entered. Enter the contact anew."))
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _is_history(self):
        """What a step gave at once; what somebody typed after a day."""
        self.ensure_one()
        is_ours = bool(self.followup_id or self.complaint_id or self.invitation_id)
        return is_ours or self.create_date < fields.Datetime.now() - OPEN_FOR
