from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ENQUIRY_STATES = [
    ('open', "Open"),
    ('in_progress', "Responded"),
    ('answered', "Answered"),
    ('cancelled', "Dropped"),
]
QUESTION_CLASSES = [
    ('use', "Use of the Car"), ('price', "Prices and Costs"), ('parts', "Parts and Accessories"),
    ('technique', "Technique and Faults"), ('service', "Service and Maintenance"), ('warranty', "Guarantee and Recalls"),
    ('insurance', "Insurance and Accidents"), ('time', "Time and Booking"), ('other', "Something Else"),
]


class AftersalesEnquiry(models.Model):
    """What a customer asks by phone, web, e-mail or at the counter (B1), and when it was answered (A4).

    Its life and what it leads to are in ``aftersales_enquiry_life.py``.
    """
    _name = 'aftersales.enquiry'
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.customer.notice.mixin',
        'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.customer.word.mixin',
        'aftersales.log.mixin', 'aftersales.cancel.mixin', 'mail.activity.mixin', 'aftersales.plate.mixin',
        'aftersales.deadline.mixin',
    ]
    _plate_of = 'vehicle_id'
    _word_field = 'question'
    _description = "Enquiry"
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'subject', 'partner_id.name', 'phone', 'license_plate']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'

    # === FIELDS ===#

    state = fields.Selection(
        ENQUIRY_STATES, string="Status", required=True, readonly=True, copy=False,
        default='open', index=True, tracking=True, group_expand=True)
    channel = fields.Selection(
        [('phone', "Phone"), ('counter', "Counter"), ('email', "E-mail"), ('web', "Web")],
        required=True, default='phone', tracking=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    user_id = fields.Many2one(
        'res.users', string="Responsible", index='btree_not_null', tracking=True, check_company=True,
        default=lambda self: self.env.user, domain=[('share', '=', False)])
    vehicle_id = fields.Many2one(
        'fleet.vehicle', index='btree_not_null', check_company=True, tracking=True)
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate", store=True, index='trigram')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', check_company=True, tracking=True,
        compute='_compute_partner_id', store=True, readonly=False, precompute=True)
    question_class = fields.Selection(
        QUESTION_CLASSES, string="Question About", index='btree_not_null', tracking=True,
        help="What customers ask about most is seen in the analysis, and answered before they ask.")
    contact_name = fields.Char(help="Who asks, as long as the person is no customer of ours.")
    question = fields.Text(
        required=True, tracking=True, help="What the customer wants to know, in the customer's words.")
    answer = fields.Text(tracking=True, help="What the customer was told.")
    cancel_reason = fields.Char(string="Why It Was Dropped")

    date = fields.Datetime(
        string="Asked On", required=True, copy=False, default=fields.Datetime.now, index=True)
    response_date = fields.Datetime(string="First Response", readonly=True, copy=False)
    answer_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    response_deadline = fields.Datetime(
        string="Respond Before", compute='_compute_response_deadline', store=True,
        help="What the table of deadlines promised when the question came.")
    answer_deadline = fields.Datetime(
        string="Answer Before", compute='_compute_answer_deadline', store=True,
        help="What the table of deadlines promised at the time of the first response.")
    deadline = fields.Datetime(string="Due", compute='_compute_deadline')
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_deadline', search='_search_is_overdue')
    response_hours = fields.Float(
        string="Hours to Respond", compute='_compute_response_hours', store=True, aggregator='avg')
    answer_hours = fields.Float(
        string="Hours to Answer", compute='_compute_answer_hours', store=True, aggregator='avg')
    order_id = fields.Many2one(
        'aftersales.order', string="Estimate", readonly=True, copy=False, index='btree_not_null')
    appointment_ids = fields.One2many('aftersales.appointment', 'enquiry_id', string="Appointments", readonly=True)

    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'",
        "Two enquiries of one company cannot have the same number.",
    )
    _waiting_idx = models.Index("(company_id, response_deadline) WHERE state IN ('open', 'in_progress')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('vehicle_id')
    def _compute_partner_id(self):
        for enquiry in self:
            vehicle = enquiry.vehicle_id
            enquiry.partner_id = enquiry.partner_id or vehicle.contact_id or vehicle.owner_id

    @api.depends('date', 'company_id')
    def _compute_response_deadline(self):
        ends = self._get_promise_ends('respond', 'date')
        for enquiry in self:
            enquiry.response_deadline = ends[enquiry]

    @api.depends('response_date')
    def _compute_answer_deadline(self):
        ends = self._get_promise_ends('reply', 'response_date')
        for enquiry in self:
            enquiry.answer_deadline = ends[enquiry]

    @api.depends('state', 'response_deadline', 'answer_deadline')
    def _compute_deadline(self):
        now = fields.Datetime.now()
        for enquiry in self:
            enquiry.deadline = {
                'open': enquiry.response_deadline, 'in_progress': enquiry.answer_deadline,
            }.get(enquiry.state, False)
            enquiry.is_overdue = bool(enquiry.deadline and enquiry.deadline < now)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        overdue = (
            Domain('state', '=', 'open') & Domain('response_deadline', '<', now)
            | Domain('state', '=', 'in_progress') & Domain('answer_deadline', '<', now)
        )
        return overdue if True in value else ~overdue

    @api.depends('date', 'response_date')
    def _compute_response_hours(self):
        for enquiry in self:
            enquiry.response_hours = enquiry._get_hours_between(enquiry.date, enquiry.response_date)

    @api.depends('date', 'answer_date')
    def _compute_answer_hours(self):
        for enquiry in self:
            enquiry.answer_hours = enquiry._get_hours_between(enquiry.date, enquiry.answer_date)

    # === CRUD METHODS ===#

    def _get_lasting_message(self):
        """Who asked, when, and how long it took is measured: what was asked by mistake is dropped, with its reason."""
        self.ensure_one()
        return self.env._(
            "%(enquiry)s stays in the history, with its log. Drop it and say why instead of deleting it.",
            enquiry=self.display_name)

    @api.model_create_multi
    def create(self, vals_list):
        enquiries = super().create(vals_list)
        enquiries._give_numbers()
        return enquiries

    def write(self, vals):
        vals = self._read_inputs(vals)
        if 'date' in vals:
            self._check_asked_kept(fields.Datetime.to_datetime(vals['date']))
        if 'state' in vals and 'answer' in vals:
            # An answer that is written together with the move counts for it.
            super().write({'answer': vals['answer']})
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _give_numbers(self):
        # sudo: numbers are given by the system
        unnamed = self.sudo().filtered(lambda enquiry: enquiry.name == '/')
        now = fields.Datetime.now()
        for (company, workshop), enquiries in unnamed.grouped(lambda e: (e.company_id, e.workshop_id)).items():
            today = workshop._get_local_day(now) if workshop else fields.Date.context_today(self, now)
            sequence = self._get_sequence(company)
            for enquiry, number in zip(enquiries, sequence and sequence._draw_numbers(today, len(enquiries))):
                enquiry.name = number

    @api.model
    def _get_sequence(self, company):
        """The company's own sequence, else the common one."""
        # sudo: numbers are given by the system
        return self.env['ir.sequence'].sudo().search(
            [('code', '=', self._name), ('company_id', 'in', [company.id, False])], order='company_id', limit=1)

    def _check_asked_kept(self, date):
        """When it was asked begins the clock that the response is measured by."""
        for enquiry in self:
            if not self.env.su and enquiry.date != date:
                raise UserError(self.env._(
                    "When %(enquiry)s was asked is kept: its response is measured from then. "
                    "If it is wrong, drop the enquiry and enter it anew.", enquiry=enquiry.display_name))

    @api.model
    def _get_hours_between(self, start, stop):
        return (stop - start).total_seconds() / 3600 if start and stop else 0.0

    def _message_post_after_hook(self, message, msg_vals):
        """Writing to the customer is a response; a note among colleagues is none."""
        result = super()._message_post_after_hook(message, msg_vals)
        if (
            message.message_type == 'comment' and not message.is_internal and not message.subtype_id.internal
            and message.author_id.user_ids.filtered(lambda user: not user.share)
        ):
            self.filtered(lambda enquiry: enquiry.state == 'open').sudo()._transition('in_progress')
        return result
