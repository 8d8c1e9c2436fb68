from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.contacts import SOURCES

STATES = [('open', "Request Open"), ('done', "Request Answered"), ('refused', "Request Refused")]
# What he writes on his own page, only the page's own code may say.
TOLD_BY = [source for source in SOURCES if source[0] != 'page']
KINDS = [('access', "Copy of His Data"), ('correct', "Correct the Data"), ('delete', "Deletion"), ('stop', "No More Contacts")]


class AftersalesPersonalRequest(models.Model):
    """What somebody asks about his personal data: to read it, to have it mended or deleted, not to be contacted any more
    (Personal Information Protection Law art. 44–50; N7, quality sheet §10). It is answered within 15 working days.
    """
    _name = 'aftersales.personal.request'
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.lasting.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _description = "Request about Personal Data"
    _order = 'received_date desc, id desc'
    _rec_names_search = ['name', 'partner_id.name']
    _guarded_by_model = frozenset({'state'})
    _transitions = {'open': dict.fromkeys(('done', 'refused'), 'aftersales.group_privacy'), 'done': {}, 'refused': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        'res.partner', string="Person Concerned", required=True, index=True, ondelete='restrict', tracking=True,
        domain="[('is_company', '=', False)]")
    kind = fields.Selection(KINDS, string="What He Asks For", required=True, default='access', tracking=True)
    channel = fields.Selection(TOLD_BY, string="How It Was Said", required=True, default='phone')
    words = fields.Text(string="In His Words", max_length=4000)
    received_date = fields.Date(
        string="Asked on the Day", required=True, default=lambda self: self.env.company._get_today(), tracking=True)
    due_date = fields.Date(string="Answer Until", compute='_compute_due_date', store=True, precompute=True)
    user_id = fields.Many2one(
        'res.users', string="Handled By", required=True, default=lambda self: self.env.user, index=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    identity = fields.Char(
        string="How We Know It Is He", max_length=200, tracking=True,
        help="e.g. identity card shown at the counter; called back on the number we know. Without it nothing is handed over, "
             "changed or deleted.")
    answer = fields.Text(string="What We Answered", max_length=4000, tracking=True)
    closed_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    closed_id = fields.Many2one('res.users', string="Answered By", readonly=True, copy=False, index='btree_not_null')
    is_late = fields.Boolean(string="Answer Overdue", compute='_compute_is_late', search='_search_is_late')
    found_ids = fields.One2many('aftersales.personal.found', 'request_id', string="What We Hold", readonly=True)
    looked_up_date = fields.Datetime(string="Looked Up On", readonly=True, copy=False)
    copy_ids = fields.One2many(
        'aftersales.personal.copy', 'request_id', string="Copies Made", readonly=True, groups='aftersales.group_privacy')
    is_anonymised = fields.Boolean(string="Name Removed", compute='_compute_is_anonymised')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('received_date', 'company_id')
    def _compute_due_date(self):
        for request in self:
            day = request.received_date
            request.due_date = day and request.company_id and request.company_id._get_request_due(day)

    @api.depends('state', 'due_date')
    def _compute_is_late(self):
        for request in self:
            request.is_late = request.state == 'open' and bool(
                request.due_date and request.due_date < request.company_id._get_today())

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', '=', 'open') & Domain.OR(
            Domain('company_id', '=', company.id) & Domain('due_date', '<', company._get_today())
            for company in self.env.companies)
        return late if True in value else ~late

    @api.depends('partner_id.aftersales_anonymised_date')
    def _compute_is_anonymised(self):
        for request in self:
            request.is_anonymised = bool(request.partner_id.sudo().aftersales_anonymised_date)  # sudo: told to who may read

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        for request in self:
            request.display_name = ' · '.join(filter(None, [request.name.strip('/'), request.partner_id.name]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._check_person()
        # sudo: whosever task it is
        requests.sudo()._create_tasks('aftersales.mail_activity_personal_request', {
            request: {
                'user_id': request.user_id.id, 'date_deadline': request.due_date,
                'summary': request.with_context(lang=request.user_id.lang).env._(
                    "Answer about personal data: %(person)s", person=request.partner_id.name)}
            for request in requests.sudo()})
        return requests

    def write(self, vals):
        if self.env.su or not vals.keys() & {'partner_id', 'kind', 'received_date', 'company_id', 'identity', 'answer'}:
            return super().write(vals)
        for request in self:
            if request.state != 'open':
                raise UserError(self.env._(
                    "%(request)s is answered: it stays as it is.", request=request.display_name))
            if request.looked_up_date and request._changes_who_or_what(vals):
                raise UserError(self.env._(
                    "%(request)s: it was looked up for %(person)s. Person, company and what he asks for stay. Refuse this "
                    "request and note a new one.", request=request.display_name, person=request.partner_id.name))
        result = super().write(vals)
        self._check_person()
        return result

    # === CHECKS ===#

    def _changes_who_or_what(self, vals):
        self.ensure_one()
        return any(
            name in vals and vals[name] != self._fields[name].convert_to_write(self[name], self)
            for name in ('partner_id', 'kind', 'company_id'))

    def _check_person(self):
        for request in self:
            if request.partner_id.is_company:
                raise UserError(self.env._(
                    "%(person)s is a firm. Choose the person who asks about his own data.",
                    person=request.partner_id.display_name))
            if request.received_date and request.received_date > request.company_id._get_today():
                raise UserError(self.env._("A request cannot come on a day that is still to come."))
