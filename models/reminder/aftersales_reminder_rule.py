import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

KINDS = [
    ('service', "Service Due"), ('inspection', "Annual Inspection"), ('insurance', "Insurance Renewal"),
    ('warranty', "End of the Warranty"), ('season', "Change of Season"), ('greeting', "Greeting on a Holiday"),
    ('birthday', "Birthday"),
]
WAYS = [('message', "E-mail or SMS"), ('letter', "Letter"), ('call', "Call")]
# So many cars or customers are looked through at a time: memory stays the same however many there are.
PART = 20_000


class AftersalesReminderRule(models.Model):
    """What customers are reminded of, how long before, on which ways and in which words: the table of reminders as data (J4).

    ``_generate`` makes the reminders of a day in one statement for each part of the cars, found by the indexes of what
    is due. What is due is reminded of once by a rule: ``due_name`` says what it is, and a unique index holds it, so that
    the nightly action may be killed at any moment and run twice. How far it came stands in ``progress``.

    Reminders are messages and letters beside the chain of follow-up; where a call is due, the rule of follow-up for
    reminders plans it, so that nobody is called twice on a day, nor about two things of one car at once.
    """
    _name = 'aftersales.reminder.rule'
    _description = "Rule of Reminders"
    _inherit = ['aftersales.contact.rule.mixin']
    _order = 'kind, days_before desc, id'
    _check_company_auto = True

    company_id = fields.Many2one(compute='_compute_company_id', store=True, readonly=False, precompute=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True,
        help="Only customers whose last visit was there. Empty: all outlets.")
    kind = fields.Selection(KINDS, string="What Is Due", required=True, default='service', tracking=True)
    days_before = fields.Integer(default=30, bounds=(0, 365), tracking=True)
    window_days = fields.Integer(
        string="Days to Do It", default=7, bounds=(0, 90), tracking=True,
        help="So many days later it is still made, after the system stood still or where a date is entered late.")
    km_before = fields.Integer(
        string="Or km Before", bounds=(0, 50_000), tracking=True,
        help="For services: as soon as the car has only so far to go, by its average distance a day.")
    channel = fields.Selection(WAYS, string="First", required=True, default='message', tracking=True)
    next_channel = fields.Selection(WAYS, string="Then", tracking=True, help="Where the first way is not open.")
    last_channel = fields.Selection(WAYS, string="At Last", tracking=True)
    purpose = fields.Selection(
        default='reminder', help="What the customer must not have refused. Offers go to those alone who agreed to them.")
    subject = fields.Char(required=True, translate=True, max_length=150)
    text = fields.Text(
        string="Letter Text", required=True, translate=True, max_length=2000,
        help="{customer}, {car}, {what}, {date}, {days}, {text} and {outlet} stand for what it is about.")
    sms_text = fields.Char(
        string="SMS", required=True, translate=True, max_length=120,
        help="As short as it can be: name of the outlet and link stand around it.")
    user_id = fields.Many2one(
        'res.users', string="Who Takes Care", index='btree_not_null', domain="[('share', '=', False)]", tracking=True,
        help="Who writes the letters. Empty: anybody of customer care.")
    progress = fields.Char(readonly=True, copy=False, help="How far the nightly action came, company by company.")

    _period_check = models.Constraint('CHECK(date_to >= date_from)', "The rule ends before it begins. Correct its days.")

    # === COMPUTE METHODS ===#

    @api.depends('workshop_id')
    def _compute_company_id(self):
        for rule in self:
            rule.company_id = rule.workshop_id.company_id or rule.company_id

    # === CONSTRAINT METHODS ===#

    @api.constrains('channel', 'next_channel', 'last_channel')
    def _check_ways(self):
        """A call is what is left when nothing was read: it costs most, and there are few who make it."""
        for rule in self:
            ways = [way for way in (rule.channel, rule.next_channel, rule.last_channel) if way]
            if 'call' in ways[:-1]:
                raise ValidationError(self.env._(
                    "“%(rule)s”: a call comes last. Choose the ways in another order.", rule=rule.name))

    # === BUSINESS METHODS ===#

    @api.model
    def _get_night(self):
        """The day that is worked through: it begins at midnight by the clock of the first company that reminds."""
        # sudo: a scheduled action works for all companies
        company = self.env['res.company'].sudo().search([('aftersales_remind', '=', True)], limit=1)
        return (company or self.env.company)._get_today()

    @api.model
    def _get_due_domain(self):
        return self._get_undone_domain(self._get_night())

    @api.model
    def _cron_generate(self, batch_size=100):
        """Once a day each rule is worked through, a part of the cars at a time and committed by itself, as long as the
        action has time: what is left is told to core, which runs it again soon."""
        commit, before = self.env['ir.cron']._commit_progress, None
        while (rules := self.search(self._get_due_domain())) and (state := rules.mapped('progress')) != before:
            before = state
            self._work_through(self._get_due_domain(), '_generate', batch_size, together=1)
            self.env.invalidate_all()
            if not commit(remaining=self.search_count(self._get_due_domain())):
                return
        # What failed is not waited for: it is tried again in its time.
        commit(remaining=0)

    def _generate(self):
        """Make the next part of what is due of this rule, in each company by the day of its own clock."""
        # sudo: a scheduled action works for all companies
        reminding = self.env['res.company'].sudo().search([('aftersales_remind', '=', True)])
        self.env.flush_all()
        for rule in self:
            # A company that reminds no more, or has no outlet, is not waited for.
            before, reached = json.loads(rule.progress or '{}'), {}
            for company in reminding & rule.company_id if rule.company_id else reminding:
                outlet, after = company.aftersales_workshop_ids[:1], before.get(str(company.id), 0)
                if outlet:
                    reached[str(company.id)] = None if after is None else rule.with_company(company)._generate_in(
                        company, outlet, after)
            if any(after is not None for after in reached.values()):
                rule.progress = json.dumps(reached)
            else:
                rule.write({'progress': False, 'generated_date': self._get_night()})
        self.env['aftersales.reminder'].invalidate_model()

    def _generate_in(self, company, outlet, after):
        """:return: the last car or customer that was looked at; None when there are no more"""
        today = outlet._get_local_day(fields.Datetime.now())
        is_wide = self.kind in self._get_wide_kinds()
        until = self._get_part_end(after) if is_wide else None
        candidates = None if is_wide and until is None else self._prepare_candidates(company, outlet, today, after, until)
        if candidates is None:
            return None
        # To compile the statement takes seconds, to run it a fraction of one: its cost is estimated far too high.
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute(SQL(
            """
            WITH candidate AS MATERIALIZED (%(candidates)s),
                 made AS (
                   INSERT INTO aftersales_reminder (
                          rule_id, state, kind, purpose, channel, company_id, workshop_id, partner_id, vehicle_id, day_id,
                          user_id, due_date, due_name, ready_date, access_token, is_told, is_booked, is_visited, is_renewed,
                          create_uid, create_date, write_uid, write_date)
                   SELECT %(rule)s, 'planned', %(kind)s, %(purpose)s, %(channel)s, %(company)s,
                          COALESCE(workshop, %(outlet)s), partner, car, day, %(user)s, due_date, due_name, %(today)s,
                          gen_random_uuid()::text, 0, 0, 0, 0, %(uid)s, %(now)s, %(uid)s, %(now)s
                     FROM candidate WHERE NOT is_skipped ORDER BY subject
              ON CONFLICT DO NOTHING)
            SELECT COUNT(*), MAX(subject) FROM candidate
            """, candidates=candidates, rule=self.id, kind=self.kind, purpose=self.purpose, channel=self.channel,
            company=company.id, outlet=outlet.id, user=self.user_id.id or None, today=today, uid=self.env.uid,
            now=fields.Datetime.now()))
        count, last = self.env.cr.fetchone()
        return until if is_wide else last if count >= self._get_part() else None

    @api.model
    def _get_part(self):
        return PART

    def _get_period(self, today):
        """First and last day on which what is due is reminded of today."""
        last = today + timedelta(days=self.days_before)
        return max(last - timedelta(days=self.window_days), today), last
