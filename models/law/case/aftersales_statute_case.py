from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

STATES = [
    ('open', 'Right Arisen'),
    ('requested', 'Remedy Requested'),
    ('accepted', 'Accepted'),
    ('refused', 'Refused'),
    ('completed', 'Completed'),
    ('dropped', 'Not Used'),
]


class AftersalesStatuteCase(models.Model):
    """A car whose owner may ask for another one or give it back: from the right to the certificate (I6, I8).

    Its life is in ``aftersales_statute_case_life.py``. What was found and decided is sealed in
    ``aftersales.statute.evidence``.
    """
    _name = 'aftersales.statute.case'
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _description = "Case under the Law"
    _order = 'id desc'
    _rec_names_search = ['name', 'vehicle_id.license_plate', 'vehicle_id.vin_sn']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    name = fields.Char(string="Case", required=True, copy=False, readonly=True, default='/', index='trigram')
    state = fields.Selection(
        string="Status", selection=STATES, required=True, readonly=True, copy=False, default='open', index=True,
        tracking=True, group_expand=True)
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    vehicle_id = fields.Many2one('fleet.vehicle', required=True, readonly=True, index=True, ondelete='restrict')
    license_plate = fields.Char(related='vehicle_id.license_plate')
    partner_id = fields.Many2one(
        'res.partner', string="Owner", required=True, index=True, ondelete='restrict', tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Responsible", index='btree_not_null', tracking=True, check_company=True,
        domain=[('share', '=', False)])
    statute_id = fields.Many2one('aftersales.statute', required=True, readonly=True, index=True, ondelete='restrict')
    rule_ids = fields.Many2many(
        'aftersales.statute.rule', string="Rules Met", readonly=True, ondelete='restrict', copy=False)
    remedies = fields.Char(string="Right", compute='_compute_remedies')
    rules_text = fields.Text(string="Rules", compute='_compute_remedies')
    evidence_ids = fields.One2many('aftersales.statute.evidence', 'case_id', string="Evidence", readonly=True)
    note = fields.Text(string="Remarks")

    found_date = fields.Date(string="Day It Arose", required=True, readonly=True, default=fields.Date.context_today)
    request_date = fields.Date(
        string="Requested On", tracking=True, copy=False, help="Day on which the customer's written request came.")
    reply_due = fields.Date(string="Reply Until", compute='_compute_deadlines', store=True, index='btree_not_null')
    completion_due = fields.Date(string="Complete Until", compute='_compute_deadlines', store=True)
    reply_date = fields.Date(string="Replied On", readonly=True, copy=False, tracking=True)
    completion_date = fields.Date(string="Case Completed On", readonly=True, copy=False, tracking=True)
    is_late = fields.Boolean(
        compute='_compute_is_late', search='_search_is_late', help="A deadline of the law has passed.")

    remedy = fields.Selection(
        [
            ('exchange', "Exchange of the car"), ('return', "Return of the car"), ('reduction', "Lower price"),
            ('other', "Otherwise as agreed"),
        ],
        string="Decision", tracking=True, copy=False)
    reason = fields.Text(
        string="Reasons", tracking=True, copy=False, help="Told to the customer; a refusal must give them.")
    replacement_id = fields.Many2one(
        'fleet.vehicle', string="Car Given in Exchange", index='btree_not_null', ondelete='restrict', copy=False,
        tracking=True, domain="[('id', '!=', vehicle_id)]", help="Its periods begin anew on the day of the exchange.")

    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'", "Two cases of one company cannot have the same number.")
    _other_car = models.Constraint(
        'CHECK (replacement_id != vehicle_id)', "A car cannot be given in exchange for itself.")
    _open_idx = models.Index("(vehicle_id) WHERE state NOT IN ('completed', 'dropped', 'refused')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends_context('lang')
    @api.depends('rule_ids')
    def _compute_remedies(self):
        labels = dict(self.env['aftersales.statute.rule']._fields['remedy']._description_selection(self.env))
        for case in self:
            case.remedies = ", ".join(labels[remedy] for remedy in dict.fromkeys(case.rule_ids.mapped('remedy')))
            case.rules_text = "\n".join(case.rule_ids.mapped('display_name'))

    @api.depends('request_date', 'statute_id', 'company_id')
    def _compute_deadlines(self):
        for cases in self.grouped('company_id').values():
            extra = cases._get_extra_days()
            for case in cases:
                case.reply_due = case._get_working_day(case.statute_id.reply_days, extra)
                case.completion_due = case._get_working_day(case.statute_id.completion_days, extra)

    @api.depends('state', 'reply_due', 'completion_due')
    def _compute_is_late(self):
        for case in self:
            today = case.company_id._get_today()
            due = {'requested': case.reply_due, 'accepted': case.completion_due}.get(case.state)
            case.is_late = bool(due and due < today)

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: the clock is told to whoever asks
        late = Domain.OR(
            Domain('company_id', '=', company.id) & (
                Domain('state', '=', 'requested') & Domain('reply_due', '<', company._get_today())
                | Domain('state', '=', 'accepted') & Domain('completion_due', '<', company._get_today()))
            for company in self.env['res.company'].sudo().search([]))
        return late if True in value else ~late

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        for company, numbered in cases.filtered(lambda case: case.name == '/').grouped('company_id').items():
            # sudo: numbers are drawn by the system
            sequence = self.env['ir.sequence'].sudo().search([
                ('code', '=', 'aftersales.statute.case'), ('company_id', 'in', [company.id, False])],
                order='company_id', limit=1)
            numbers = sequence._draw_numbers(company._get_today(), len(numbered))
            for case, number in zip(numbered, numbers, strict=True):
                case.sudo().name = number
        return cases

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Cases are records of work under the law, which are kept for years (Order 43, art. 17)."""
        for case in self:
            raise UserError(self.env._(
                "%(case)s is a record under the law and is kept for %(years)s years. End it as “Not Used” instead.",
                case=case.name, years=case.statute_id.record_years))

    # === ACTION METHODS ===#

    def action_view_vehicle(self):
        return self.vehicle_id.action_view_statute()

    def action_print(self):
        return self.env.ref('aftersales.action_report_statute_case').report_action(self)

    def action_disclose(self):
        self.ensure_one()
        self._check_disclosable()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Disclose to Buyer"),
            'res_model': 'aftersales.statute.disclose.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_case_id': self.id},
        }

    # === BUSINESS METHODS ===#

    def _check_disclosable(self):
        self.check_access('write')
        for case in self:
            if case.state != 'completed' or case.remedy not in ('exchange', 'return'):
                raise UserError(self.env._(
                    "%(case)s: the car was not given back. Only a car that was is disclosed to its buyer.", case=case.name))

    @api.model
    def _open(self, vehicle, rules, company, pairs=()):
        """Note that ``rules`` are met: on the car's open case, or on a new one. What a closed case knew opens no other;
        who is responsible for a refused one hears of a repair that came after.

        :param pairs: the car's standing, (rule, reckoner.Standing)
        :return: the case, or none when nothing is new
        """
        vehicle = vehicle.sudo()
        cases = self.search([('vehicle_id', '=', vehicle.id)])
        new_rules = rules.sudo() - cases.rule_ids
        case = cases.filtered(lambda case: case.state in ('open', 'requested', 'accepted'))[:1]
        if not case:
            cases.filtered(lambda case: case.state == 'refused')[:1]._note_new_repairs(pairs)
        if not new_rules:
            return self.browse()
        if case:
            case.rule_ids |= new_rules
            case._message_log(body=self.env._(
                "Met as well: %(rules)s.", rules="; ".join(new_rules.mapped('display_name'))))
        elif vehicle.owner_id:
            case = self.create(self._prepare_case_vals(vehicle, new_rules, company))
            if any(rule._gives_back_car() for rule in new_rules):  # an offer of the house is the manager's own
                case._tell_of_case()
        if case:
            self.env['aftersales.statute.evidence']._seal(case, 'met')
        return case

    @api.model
    def _prepare_case_vals(self, vehicle, rules, company):
        problems = self.env['aftersales.problem'].search([
            ('vehicle_id', '=', vehicle.id), ('company_id', '=', company.id)])
        order = problems.job_ids.order_id.sorted('id')[-1:]
        user = order.workshop_id.manager_id or order.user_id
        return {
            'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id, 'company_id': company.id,
            'found_date': company._get_today(),
            'statute_id': rules[:1].statute_id.id, 'rule_ids': [Command.set(rules.ids)], 'user_id': user.id,
            'price': vehicle.sale_price,
            'currency_id': (vehicle.sale_currency_id or company.currency_id).id,
        }

    def _tell_of_case(self):
        """Whoever is responsible hears of it, in his language."""
        for case in self.filtered('user_id'):
            words = case.with_context(lang=case.user_id.lang)
            case.activity_schedule(
                'mail.mail_activity_data_todo', user_id=case.user_id.id,
                summary=words.env._("%(plate)s: the owner may give the car back", plate=case.license_plate or case.name))

    @api.model
    def _follow_calendars(self, companies):
        """Days off or days worked of ``companies`` were entered: the last days of what runs move, and the tasks with them."""
        # sudo: whoever keeps the calendar need not see the cases
        cases = self.sudo().search([
            ('company_id', 'in', companies.ids), ('state', 'in', ('open', 'requested', 'accepted')),
            ('request_date', '!=', False)]) if companies else self.browse()
        told = {case: (case.reply_due, case.completion_due) for case in cases}
        for name in ('reply_due', 'completion_due'):
            self.env.add_to_compute(self._fields[name], cases)
        for case, days in told.items():
            moved = dict(zip(days, (case.reply_due, case.completion_due), strict=True))
            for task in case.activity_ids.filtered('automated'):
                day = moved.get(task.date_deadline)
                if day and day != task.date_deadline:
                    task.date_deadline = day

    def _get_working_day(self, number, extra=None):
        """The last of so many working days after the request, by the company's calendar; the day itself counts not.

        A day on which an outlet opens though the calendar is off, such as the Saturday before Spring Festival that is
        worked instead, is a working day. One on which an outlet closes by itself is none the less one for the law:
        public holidays are days off of the calendar.

        :param extra: what ``_get_extra_days`` says, where it is known
        """
        self.ensure_one()
        if not self.request_date or not number:
            return False
        calendar = self.company_id.resource_calendar_id
        tz = pytz.timezone(calendar.tz or 'UTC')
        start = tz.localize(datetime.combine(self.request_date + timedelta(days=1), time.min))
        end = start + timedelta(days=number * 3 + 60)
        worked = calendar._work_intervals_batch(start, end)[False] if calendar else []
        extra = self._get_extra_days() if extra is None else extra
        days = sorted({begin.date() for begin, __, __ in worked} | {
            day for day in extra if start.date() <= day <= end.date()})
        return days[number - 1] if len(days) >= number else self.request_date + timedelta(days=number)

    def _get_extra_days(self):
        """Days from the first request on that outlets of the cases' company work beside its calendar."""
        requests = [case.request_date for case in self if case.request_date]
        if not requests:
            return set()
        # sudo: opening hours are told to whoever keeps the case
        opened = self.env['aftersales.special.day'].sudo().search([
            ('company_id', 'in', self.company_id.ids), ('is_closed', '=', False), ('date_to', '>=', min(requests))])
        return {
            special.date_from + timedelta(days=number)
            for special in opened for number in range((special.date_to - special.date_from).days + 1)}
