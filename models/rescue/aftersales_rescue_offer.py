import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import consteq

from .rescue.aftersales_rescue import RUNNING_STATES

STATES = [
    ('planned', "To Be Asked"), ('asked', "Asked"), ('accepted', "Accepts"), ('refused', "Refuses"),
    ('silent', "No Reply"), ('withdrawn', "No Longer Needed"),
]
# The token's beginning finds the offer; the whole of it is then compared in constant time.
TOKEN_KEY_LENGTH = 8
# How long a crew has to answer where the table of deadlines says nothing.
ANSWER_MINUTES = 10
# What a crew may do next on its phone.
STEPS = {
    'accepted': ('under_way',), 'under_way': ('arrived',), 'arrived': ('working', 'towing', 'solved', 'absent'),
    'working': ('solved', 'towing'), 'towing': ('handed_in',),
}


class AftersalesRescueOffer(models.Model):
    """Who is asked to go, in which order, and what he answered; his link works without a login (J7)."""
    _name = 'aftersales.rescue.offer'
    _description = "Crew Asked for a Rescue"
    _inherit = [
        'aftersales.claim.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin']
    _order = 'rescue_id.id desc, sequence, id'
    _rec_name = 'rescue_id'
    _check_company_auto = True
    _transitions = {
        'planned': dict.fromkeys(('asked', 'withdrawn')),
        'asked': dict.fromkeys(('accepted', 'refused', 'silent', 'withdrawn')),
        'accepted': dict.fromkeys(('withdrawn',)),
        'refused': {},
        'silent': {},
        'withdrawn': {},
    }

    sequence = fields.Integer(default=10)
    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    state = fields.Selection(STATES, string="Answer", required=True, readonly=True, default='planned', index=True)
    employee_id = fields.Many2one('hr.employee', string="Own Crew", index='btree_not_null', check_company=True)
    partner_id = fields.Many2one(
        'res.partner', string="Partner", index='btree_not_null', check_company=True,
        domain="[('aftersales_is_rescue_partner', '=', True)]")
    crew_name = fields.Char(string="Name", compute='_compute_crew', compute_sudo=True)
    phone = fields.Char(compute='_compute_crew', compute_sudo=True)
    asked_date = fields.Datetime(string="Crew Asked On", readonly=True)
    answer_due = fields.Datetime(string="Answer Due", readonly=True)
    answered_date = fields.Datetime(string="Answered", readonly=True)
    reason = fields.Char(string="Why Not")
    is_by_link = fields.Boolean(string="By Link", readonly=True, help="Answered on the crew's phone.")
    token = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)
    token_key = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)

    _one_crew = models.Constraint(
        'CHECK ((employee_id IS NULL) != (partner_id IS NULL))', "Enter an employee or a rescue partner, not both.")
    _one_asked = models.UniqueIndex(
        "(rescue_id) WHERE state IN ('asked', 'accepted')",
        "Somebody else is asked already. Reload the page to see whom.")
    _token_uniq = models.UniqueIndex('(token_key)', "This link exists already. Ask again.")
    _waiting_idx = models.Index("(answer_due) WHERE state = 'asked'")

    # === COMPUTE METHODS ===#

    @api.depends('employee_id', 'partner_id')
    def _compute_crew(self):
        for offer in self:
            employee, partner = offer.employee_id, offer.partner_id
            offer.crew_name = partner.name or employee.name
            offer.phone = partner.phone or employee.mobile_phone or employee.work_phone

    @api.constrains('partner_id')
    def _check_partner(self):
        for offer in self.filtered('partner_id'):
            if not offer.partner_id.sudo().aftersales_is_rescue_partner:  # sudo: whom we work with is no secret
                raise ValidationError(self.env._(
                    "%(partner)s is no rescue partner. Tick it on its card first.", partner=offer.partner_id.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access('create')
        if not self.env.su:
            for vals in vals_list:
                self._check_system_values(vals)
            self.env['aftersales.rescue'].browse([vals.get('rescue_id') for vals in vals_list])._check_open()
        # sudo: the key is nobody's to enter; whether the person may plan, and what, is checked above
        offers = super(AftersalesRescueOffer, self.sudo()).create([
            {**vals, 'token': token, 'token_key': token[:TOKEN_KEY_LENGTH]}
            for vals in vals_list for token in [secrets.token_urlsafe(24)]]).with_env(self.env)
        offers.check_access('create')  # of a rescue of his companies
        return offers

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and vals.keys() & {'employee_id', 'partner_id', 'rescue_id'}:
            for offer in self.filtered(lambda offer: offer.state != 'planned'):
                raise offer._get_asked_error()
        result = super().write(vals)
        if 'state' in vals:
            self.flush_recordset(['state'])  # the next one is asked when the last one is no more, for the database as well
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        for offer in self.filtered(lambda offer: offer.state != 'planned' and not self.env.su):
            raise offer._get_asked_error()

    def _get_asked_error(self):
        return UserError(self.env._(
            "%(crew)s was asked already: who was asked and what he answered stays.", crew=self.crew_name))

    # === ACTION METHODS ===#

    def action_accept(self):
        """He said yes on the phone."""
        self._check_may_answer()
        self._accept()

    def action_refuse(self):
        """He said no on the phone: the next one is asked at once."""
        self._check_may_answer()
        self._refuse(self.reason)

    def action_open_page(self):
        """The crew's page, for who has no phone of his own to get the link on."""
        self.ensure_one()
        self._check_may_answer()
        # sudo: whoever may answer for the crew may see its page; that he did stands in the log
        offer = self.sudo()
        offer.rescue_id._message_log(body=self.env._(
            "%(user)s opened the page of %(crew)s.", user=self.env.user.name, crew=offer.crew_name))
        return {'type': 'ir.actions.act_url', 'url': offer._get_page_url(), 'target': 'new'}

    def _check_may_answer(self):
        self.check_access('write')
        self.rescue_id.check_access('write')

    # === BUSINESS METHODS ===#

    def _ask(self):
        """Ask the crew; its link goes to its phone."""
        self.ensure_one()
        now, rescue = fields.Datetime.now(), self.rescue_id
        _row, due = self.env['aftersales.deadline']._get_ends('rescue', rescue, 'answer', {rescue: now})[rescue]
        self.write({
            'state': 'asked', 'asked_date': now, 'answer_due': due or now + timedelta(minutes=ANSWER_MINUTES)})
        self._send_link()

    def _send_link(self):
        """The link goes to the crew's phone alone; without a number somebody has to phone."""
        for offer in self.sudo():  # sudo: the key is the crew's
            rescue = offer.rescue_id.with_context(lang=offer.partner_id.lang or offer.employee_id.user_id.lang or self.env.lang)
            if not offer.phone:
                rescue._message_log(body=rescue.env._(
                    "%(crew)s has no phone number: nothing could be sent. Please phone.", crew=offer.crew_name))
                continue
            self.env['sms.sms'].sudo().create({
                'number': offer.phone, 'body': rescue.env._(
                    "Rescue %(number)s, %(place)s. Answer and report here: %(link)s", number=rescue.name,
                    place=(rescue.place or '')[:40], link=offer._get_page_url())})

    def _get_page_url(self):
        self.ensure_one()
        return f'{self.rescue_id.get_base_url()}/aftersales/rescue/{self.token}'

    @api.model
    def _find(self, token):
        """The offer of a link, as the system sees it; empty when there is none."""
        if not token or not token.isascii() or '\0' in token:
            return self.sudo().browse()
        # sudo: the token gives access to it, and to it alone
        offer = self.sudo().search([('token_key', '=', token[:TOKEN_KEY_LENGTH])], limit=1)
        return offer if offer and consteq(offer.token or '', token) else offer.browse()

    def _is_live(self):
        """Whether the link still does something: until the crew has answered no, is not needed or is through."""
        self.ensure_one()
        rescue = self.rescue_id
        return self.state == 'asked' and rescue.state == 'offered' or self.state == 'accepted' and (
            rescue.state in (*RUNNING_STATES, 'solved', 'handed_in'))

    def _get_steps(self):
        """What the crew may do next, in the order of the buttons."""
        self.ensure_one()
        return STEPS.get(self.rescue_id.state, ()) if self.state == 'accepted' else ()

    def _accept(self, is_by_link=False):
        self._claim_for_update()
        self.rescue_id._claim_for_update()
        for offer in self.sudo():  # sudo: answers are the system's
            offer.write({'state': 'accepted', 'answered_date': fields.Datetime.now(), 'is_by_link': is_by_link})
            offer.rescue_id._take_crew(offer)

    def _refuse(self, reason, is_by_link=False):
        self._claim_for_update()
        self.rescue_id._claim_for_update()
        for offer in self.sudo():  # sudo: answers are the system's
            offer.write({
                'state': 'refused', 'answered_date': fields.Datetime.now(), 'is_by_link': is_by_link, 'reason': reason})
            offer.rescue_id._message_log(body=self.env._(
                "%(crew)s refuses. %(reason)s", crew=offer.crew_name, reason=reason or ''))
        self.rescue_id._ask_next_or_give_up()

    def _move(self, step, seen):
        """The next step, from the crew's phone; what was pressed twice, or on an old page, is no second step.

        :param seen: the state the page showed
        :return: whether it moved
        """
        self.ensure_one()
        rescue = self.rescue_id.sudo()  # sudo: the token is checked
        rescue._claim_for_update()
        if rescue.state != seen or step not in self._get_steps():
            return False
        rescue._transition(step)
        rescue._message_log(body=self.env._(
            "%(state)s, says %(crew)s by the link.", state=rescue._get_state_label(step), crew=self.crew_name))
        return True

    def _share_place(self, latitude, longitude):
        """Where the crew is, as it lets its phone say; kept once, the last time."""
        self.ensure_one()
        if latitude is not None and longitude is not None and self.state == 'accepted':
            self.rescue_id.sudo().write({  # sudo: the token is checked
                'crew_latitude': latitude, 'crew_longitude': longitude, 'crew_seen_date': fields.Datetime.now()})

    def _withdraw_planned(self):
        self.filtered(lambda offer: offer.state == 'planned')._transition('withdrawn')

    def _check_withdrawn(self):
        """Hook: before somebody need not come."""

    def _after_withdrawn(self, source):
        if source in ('asked', 'accepted'):
            self._tell_not_needed()
        if source == 'accepted':
            self.rescue_id._release_crew()

    def _was_there(self):
        """Whether the crew has been at the place and found nobody: it is on its way back."""
        self.ensure_one()
        gone = self.rescue_id.absent_date
        return bool(gone and self.answered_date and gone >= self.answered_date)

    def _tell_not_needed(self):
        """Who was asked or is on the way is told at once that he need not come."""
        for offer in self.sudo().filtered(lambda offer: not offer._was_there()):  # sudo: the crew's number
            rescue = offer.rescue_id.with_context(lang=offer.partner_id.lang or offer.employee_id.user_id.lang or self.env.lang)
            if offer.phone:
                self.env['sms.sms'].sudo().create({
                    'number': offer.phone, 'body': rescue.env._(
                        "Rescue %(number)s, %(place)s: you need not come any more.", number=rescue.name,
                        place=(rescue.place or '')[:40])})
            rescue._message_log(body=rescue.env._("%(crew)s need not come: told.", crew=offer.crew_name) if offer.phone
                else rescue.env._("%(crew)s need not come, and has no phone number: please phone.", crew=offer.crew_name))

    # === SCHEDULED ACTION ===#

    @api.model
    def _cron_lapse_offers(self, batch_size=100):
        """Who does not answer in time is not waited for: the next one is asked."""
        self._work_through(
            [('state', '=', 'asked'), ('answer_due', '<', fields.Datetime.now())], '_lapse', batch_size,
            order='answer_due, id')

    def _lapse(self):
        for offer in self:
            offer._transition('silent')
            offer.rescue_id._message_log(body=self.env._("%(crew)s has not answered in time.", crew=offer.crew_name))
            offer.rescue_id._ask_next_or_give_up()

    def _get_failure_document(self):
        self.ensure_one()
        return self.rescue_id
