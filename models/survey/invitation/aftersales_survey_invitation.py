from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ('open', "Invited"), ('answered', "Answered"), ('refused', "Refused"), ('lapsed', "Not Answered"),
    ('skipped', "Not Invited"),
]
METHODS = [
    ('link', "Link"), ('phone', "Phone"), ('paper', "Paper"), ('face', "Face to Face"), ('group', "Focus Group"),
    ('social', "Social Media"), ('voices', "Complaints and Suggestions"), ('accompanied', "Accompanied Service"),
    ('third', "Third Party"),
]
# Why a customer is not asked.
SKIPPED = [
    ('rest', "Was asked lately"), ('complaint', "A complaint is open"), ('unwanted', "Wants no surveys"),
    ('unreachable', "No address and no number"), ('own', "The house itself"),
]
# What is written of a survey that is over: what became of its answers.
AFTERWARDS = {'callback_note', 'user_id'}


class AftersalesSurveyInvitation(models.Model):
    """A customer who is asked how content he is: about what, how, how often tried, and what he said (L1, C6).

    Who is asked and told is in ``_asking``, the answers in ``_answer``, what becomes of bad ones in ``_bad``, the screen
    for calls and papers in ``_call``. Answers are kept as core's ``survey.user_input``, one for each questionnaire.
    """
    _name = 'aftersales.survey.invitation'
    _description = "Survey of a Customer"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.customer.notice.mixin', 'aftersales.customer.key.mixin', 'aftersales.own.mixin',
        'aftersales.claim.mixin', 'aftersales.log.mixin', 'aftersales.plate.mixin',
    ]
    _plate_of = 'vehicle_id'
    _order = 'asked_date desc, id desc'
    _rec_names_search = ['partner_id.name', 'license_plate', 'order_id.name']
    _check_company_auto = True
    _mail_post_access = 'read'

    _transitions = {
        'open': dict.fromkeys(('answered', 'refused', 'lapsed', 'skipped')),
        'lapsed': {'answered': None},  # a paper that came after all
        'skipped': {'answered': None},
        'answered': {},
        'refused': {},
    }

    # === FIELDS ===#

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    skip_reason = fields.Selection(SKIPPED, string="Why Not Asked", readonly=True, copy=False)
    survey_id = fields.Many2one(
        'survey.survey', string="Questionnaire", required=True, index=True, ondelete='restrict',
        domain="[('aftersales_kind', '!=', False)]")
    joined_survey_id = fields.Many2one(
        'survey.survey', string="Asked as Well", readonly=True, index='btree_not_null', ondelete='restrict',
        help="Of a booked visit: the questions about the booking.")
    kind = fields.Selection(related='survey_id.aftersales_kind', string="About", store=True)
    trigger_id = fields.Many2one(
        'aftersales.survey.trigger', string="Occasion", readonly=True, index='btree_not_null', ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, ondelete='restrict',
        compute='_compute_partner_id', store=True, readonly=False, precompute=True)
    partner_phone = fields.Char(related='partner_id.phone', string="Phone", tracking=False)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', index='btree_not_null', check_company=True, ondelete='restrict',
        compute='_compute_vehicle_id', store=True, readonly=False, precompute=True)
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate", store=True, index='trigram')
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", index='btree_not_null', check_company=True, ondelete='restrict')
    complaint_id = fields.Many2one(
        'aftersales.complaint', readonly=True, index='btree_not_null', check_company=True, ondelete='restrict')
    advisor_id = fields.Many2one(
        'res.users', string="Advisor", index='btree_not_null', compute='_compute_advisor_id', store=True, precompute=True)
    technician_ids = fields.Many2many(
        'hr.employee', relation='aftersales_survey_invitation_technician_rel', string="Technicians",
        compute='_compute_technician_ids', store=True)

    # How he is asked.
    method = fields.Selection(METHODS, required=True, default='phone', index=True, tracking=True)
    asked_date = fields.Datetime(
        string="Invited On", required=True, readonly=True, copy=False, default=fields.Datetime.now, index=True)
    expiry_date = fields.Datetime(string="To Be Answered Until", readonly=True, copy=False)
    user_id = fields.Many2one(
        'res.users', string="Responsible", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    interviewer_id = fields.Many2one(
        'res.users', readonly=True, copy=False, index='btree_not_null', check_company=True)
    call_from = fields.Datetime(
        string="Best Time", copy=False, tracking=True, help="Not called before; empty: not to be called.")
    taken_date = fields.Datetime(
        readonly=True, copy=False, index='btree_not_null', help="When somebody began to call.")
    attempt_count = fields.Integer(string="Attempts", readonly=True, copy=False, tracking=True)
    is_reached = fields.Boolean(string="Reached", readonly=True, copy=False)
    study = fields.Char(readonly=True, copy=False, help="Of a third party: who asked, in which study.")
    refused_reason = fields.Char(string="Why Refused", readonly=True, copy=False, tracking=True)
    is_unasked = fields.Boolean(
        string="Came by Itself", readonly=True, copy=False,
        help="A paper that a customer left whom nobody asked: it counts among the answers, not in the response rate.")
    sample_frame_size = fields.Integer(string="Sample Drawn From", readonly=True, copy=False)
    sample_size = fields.Integer(readonly=True, copy=False)

    _visit_uniq = models.UniqueIndex(
        "(order_id) WHERE order_id IS NOT NULL", "The customer is asked about a visit once. Open the survey that is there.")
    _complaint_uniq = models.UniqueIndex(
        "(complaint_id, survey_id) WHERE complaint_id IS NOT NULL", "The customer is asked about a complaint once.")
    _sale_uniq = models.UniqueIndex(
        "(vehicle_id, trigger_id) WHERE order_id IS NULL AND complaint_id IS NULL AND vehicle_id IS NOT NULL",
        "The customer was asked on this occasion already.")
    _to_call_idx = models.Index("(call_from) WHERE state = 'open'")
    _open_idx = models.Index("(expiry_date) WHERE state = 'open'")

    # === COMPUTE METHODS ===#

    @api.depends('order_id')
    def _compute_vehicle_id(self):
        for invitation in self:
            invitation.vehicle_id = invitation.order_id.vehicle_id or invitation.vehicle_id

    @api.depends('order_id', 'vehicle_id')
    def _compute_partner_id(self):
        for invitation in self:
            vehicle = invitation.vehicle_id
            invitation.partner_id = (
                invitation.order_id.partner_id or invitation.partner_id or vehicle.contact_id or vehicle.owner_id)

    @api.depends('order_id')
    def _compute_advisor_id(self):
        for invitation in self:
            invitation.advisor_id = invitation.order_id.user_id

    @api.depends('order_id')
    def _compute_technician_ids(self):
        """Whose work is judged, as it was when the customer was asked."""
        for invitation in self:
            jobs = invitation.order_id.job_ids.filtered(lambda job: job.state != 'cancelled')
            invitation.technician_ids = jobs.technician_id

    @api.depends('survey_id.title', 'license_plate', 'partner_id.name')
    def _compute_display_name(self):
        for invitation in self:
            # sudo: what the questionnaire is called is no secret
            invitation.display_name = ' · '.join(filter(None, (
                invitation.sudo().survey_id.title, invitation.license_plate or invitation.partner_id.name)))

    def _compute_access_url(self):
        super()._compute_access_url()
        for invitation in self:
            invitation.access_url = f'/my/satisfaction/{invitation.id}'

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            self._check_may_write(vals)
        return super().write(vals)

    def _check_may_write(self, vals):
        names = {name for name in vals if not name.startswith('message_')} - {'state'}
        for invitation in self:
            if invitation.state != 'open' and names - AFTERWARDS:
                raise UserError(self.env._(
                    "%(survey)s is over (%(state)s): what was asked and said stays as it is.",
                    survey=invitation.display_name, state=invitation._get_state_label()))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_order(self):
        return self._get_form_action(self.order_id)

    @api.readonly
    def action_view_complaint(self):
        return self._get_form_action(self.raised_complaint_id or self.complaint_id)

    def _get_form_action(self, record):
        return {
            'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record[:1].id, 'view_mode': 'form',
            'views': [(False, 'form')],
        }

    # === BUSINESS METHODS ===#

    @api.model
    def _get_portal_domain(self, partner):
        return partner._get_aftersales_family_domain('partner_id')

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 's')

    def _get_notice_tz(self):
        return self.workshop_id._get_tz() if self.workshop_id else super()._get_notice_tz()

    def _get_lang(self):
        """The customer's language."""
        self.ensure_one()
        return self.partner_id.lang or self.env.lang or 'en_US'

    def _check_answered(self):
        """Hook: before an answer is taken."""

    def _check_lapsed(self):
        """Hook: before nobody waits for an answer any more."""
