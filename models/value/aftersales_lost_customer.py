from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.aftersales.models.base.inputs import clean_line

STATES = [('open', "To Win Back"), ('offered', "Has an Offer"), ('won', "Won Back"), ('gone', "Gone for Good")]
LIVE = ('open', 'offered')
LONGEST_TOPIC = 200


class AftersalesLostCustomer(models.Model):
    """A customer who stays away: who wins him back, why he left, what is done, and whether he came again (J6).

    Whoever was loyal and is lost has one by himself, the night it is found. Won back is who comes, not who promises to.
    """
    _name = 'aftersales.lost.customer'
    _description = "Lost Customer"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'lost_date desc, id desc'
    _rec_names_search = ['partner_id.name', 'partner_id.phone']
    _check_company_auto = True
    _mail_post_access = 'read'

    _transitions = {
        'open': {'offered': None, 'won': None, 'gone': None},
        'offered': {'won': None, 'gone': None},
        'won': {},
        'gone': {},
    }

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    value_id = fields.Many2one(
        'aftersales.customer.value', string="Value of the Customer", readonly=True, index='btree_not_null',
        ondelete='set null', copy=False)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, index=True, ondelete='restrict')
    partner_phone = fields.Char(related='partner_id.phone', string="Phone", tracking=False)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", readonly=True, index='btree_not_null', help="Of the last visit.")
    advisor_id = fields.Many2one(
        'res.users', string="Advisor", readonly=True, index='btree_not_null', help="Of the last visit.")
    value_class = fields.Selection([('a', "A"), ('b', "B"), ('c', "C")], string="Value Class", readonly=True)
    is_loyal = fields.Boolean(string="Was Loyal", readonly=True)
    last_visit = fields.Date(readonly=True, required=True)
    lost_date = fields.Date(string="Lost On", readonly=True, required=True, help="The day it was found.")

    user_id = fields.Many2one(
        'res.users', string="Who Wins Back", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", help="Who wins him back.")
    reason_id = fields.Many2one(
        'aftersales.lost.reason', string="Why Lost", index='btree_not_null', ondelete='restrict', tracking=True)
    measure = fields.Text(tracking=True, help="What is done to win him back.")
    offer = fields.Text(string="Win-back Offer", tracking=True, help="What he is offered to come again.")
    is_unprepared = fields.Boolean(
        string="Owner, Reason or Measure Missing", compute='_compute_is_unprepared', search='_search_is_unprepared')

    offer_date = fields.Date(string="Has an Offer Since", readonly=True, copy=False)
    deadline = fields.Date(string="Result Until", readonly=True, copy=False, index='btree_not_null', tracking=True)
    returned_date = fields.Date(string="Came Again On", readonly=True, copy=False, index='btree_not_null')
    ended_date = fields.Date(string="Ended On", readonly=True, copy=False)
    end_reason = fields.Char(string="How It Ended", readonly=True, copy=False, tracking=True)
    is_offered = fields.Integer(string="Offers to Win Back", compute='_compute_figures', store=True, readonly=True)
    is_won = fields.Integer(string="Customers Won Back", compute='_compute_figures', store=True, readonly=True)

    _last_visit_uniq = models.Constraint(
        "UNIQUE (company_id, partner_id, last_visit)", "This customer has a case about having stayed away since then already.")
    _open_idx = models.Index("(company_id, partner_id) WHERE state IN ('open', 'offered')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('user_id', 'reason_id', 'measure', 'state')
    def _compute_is_unprepared(self):
        for case in self:
            case.is_unprepared = case.state in LIVE and not (
                case.user_id and case.reason_id and clean_line(case.measure or ''))

    def _search_is_unprepared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        found = Domain('state', 'in', LIVE) & (
            Domain('user_id', '=', False) | Domain('reason_id', '=', False) | Domain('measure', 'in', (False, '')))
        return found if True in value else ~found

    @api.depends('state', 'offer_date')
    def _compute_figures(self):
        for case in self:
            case.is_offered = int(bool(case.offer_date))
            case.is_won = int(case.state == 'won')

    @api.depends('partner_id.name', 'lost_date')
    def _compute_display_name(self):
        for case in self:
            case.display_name = ' · '.join(filter(None, (case.partner_id.name, fields.Date.to_string(case.lost_date))))

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and vals.keys() & {'user_id', 'reason_id', 'measure', 'offer'}:
            self._check_is_live()
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_offer(self):
        """The offer went to the customer: from now on it is waited for him."""
        self.check_access('write')
        self.sudo()._transition('offered')  # sudo: state and days are the system's

    def action_give_up(self):
        """He will not come again: sold his car, moved away, said so."""
        self.check_access('write')
        self._check_is_live()
        for case in self:
            if not case.reason_id:
                raise UserError(self.env._("%(case)s: say why the customer is lost.", case=case.display_name))
            case.sudo().write({'end_reason': case.reason_id.name, 'state': 'gone'})  # sudo: the state is the system's

    def action_plan_call(self):
        """On which day he is called about it, and by whom: on that day it stands in the list of calls."""
        self.check_access('write')
        self._check_is_live()
        topic = clean_line(self.offer or '')[:LONGEST_TOPIC] or self.env._("To be won back")
        return self.env['aftersales.contact.plan']._get_dialog(self, topic)

    @api.readonly
    def action_view_customer(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'res.partner', 'res_id': self.partner_id.id, 'view_mode': 'form',
            'views': [(False, 'form')]}

    # === BUSINESS METHODS: LIFE ===#

    def _check_is_live(self):
        for case in self:
            if case.state not in LIVE:
                raise UserError(self.env._(
                    "%(case)s is over: %(state)s.", case=case.display_name, state=case._get_state_label()))

    def _check_offered(self):
        for case in self:
            if case.is_unprepared:
                raise UserError(self.env._(
                    "%(case)s: enter who wins the customer back, why he is lost and what is done.", case=case.display_name))
            if not clean_line(case.offer or ''):
                raise UserError(self.env._("%(case)s: write what the customer is offered.", case=case.display_name))

    def _after_offered(self, source):
        for case in self.sudo():
            today = case._get_today()
            case.write({
                'offer_date': today, 'deadline': today + timedelta(days=case.company_id.aftersales_win_back_days)})

    def _check_won(self):
        for case in self:
            if not case.returned_date:
                raise UserError(self.env._(
                    "%(case)s: won back is who has come again. No visit was delivered since.", case=case.display_name))

    def _after_won(self, source):
        self._end()

    def _after_gone(self, source):
        self._end()

    def _end(self):
        for case in self.sudo():
            case.ended_date = case._get_today()
        self.sudo().activity_unlink(['aftersales.activity_type_win_back'])

    def _get_today(self):
        company = self.company_id[:1] or self.env.company
        return company._get_today()

    # === BUSINESS METHODS: NIGHT ===#

    @api.model
    def _open_for(self, values):
        """A case for each of these customers, and a task for whoever is to win him back."""
        known = {(case.company_id, case.partner_id, case.last_visit) for case in self.sudo().search([
            ('partner_id', 'in', values.partner_id.ids)])}
        # The task tells the owner, once for all of them.
        cases = self.sudo().with_context(mail_auto_subscribe_no_notify=True).create([{
            'value_id': value.id, 'company_id': value.company_id.id, 'partner_id': value.partner_id.id,
            'workshop_id': value.workshop_id.id, 'advisor_id': value.user_id.id, 'value_class': value.value_class,
            'is_loyal': value.was_loyal, 'last_visit': value.last_visit, 'lost_date': value._get_today(),
            'user_id': value.user_id.id if value.user_id._is_internal() and value.user_id.active and (
                value.company_id in value.user_id.company_ids) else False,
        } for value in values if (value.company_id, value.partner_id, value.last_visit) not in known])
        cases._tell_owners()
        return cases

    def _tell_owners(self):
        tasks = {}
        for case in self.filtered('user_id'):
            words = self.with_context(lang=case.user_id.lang)
            tasks[case] = {
                'user_id': case.user_id.id, 'summary': words.env._("Win the customer back"),
                'note': words.env._("Say why he is lost, what is done, and what he is offered.")}
        self._create_tasks('aftersales.activity_type_win_back', tasks)

    @api.model
    def _note_returns(self, company, partner_ids):
        """Customers of these who came since their case began; called for each batch of the nightly pass."""
        self.flush_model()
        self.env.cr.execute(SQL(
            """
            UPDATE aftersales_lost_customer AS lost SET returned_date = came.day
              FROM (
                   SELECT one.id, MIN(count.counted_day) AS day
                     FROM aftersales_lost_customer AS one
                     JOIN aftersales_value_count AS count
                       ON count.company_id = one.company_id AND count.customer_id = one.partner_id
                      AND count.visits > 0 AND count.counted_day > one.last_visit
                    WHERE one.company_id = %s AND one.partner_id IN %s AND one.state IN ('open', 'offered')
                 GROUP BY one.id) AS came
             WHERE lost.id = came.id AND lost.returned_date IS DISTINCT FROM came.day
            """, company.id, tuple(partner_ids)))
        self.invalidate_model(['returned_date'])

    @api.model
    def _cron_win_back(self, batch_size=200):
        """Open the cases of the night, and end those whose customer came, or whose time is over."""
        Value = self.env['aftersales.customer.value']
        Value._work_through([('needs_case', '=', True)], '_open_cases', batch_size, together=True)
        self._work_through([('state', 'in', LIVE), ('returned_date', '!=', False)], '_win', batch_size, together=True)
        self._work_through(
            [('state', '=', 'offered'), ('deadline', '<', fields.Date.today()), ('returned_date', '=', False)],
            '_lapse', batch_size, together=True)

    def _win(self):
        """Who came after his time was over came of himself: the offer has not won him."""
        late = self.filtered(lambda case: case.deadline and case.returned_date > case.deadline)
        self._finish('won', self - late, self.env._("Came again"))
        self._finish('gone', late, self.env._("Came after the offer had lapsed"))

    def _lapse(self):
        self._finish('gone', self.filtered(lambda case: case.deadline < case._get_today()), self.env._("Did not come"))

    @api.model
    def _finish(self, state, cases, reason):
        cases.write({'end_reason': reason, 'state': state})
