from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

ANCHORS = [
    ('visit', "Visit delivered"), ('sold', "Car delivered to its buyer"), ('complaint', "Complaint closed"),
    ('declined', "Safety work declined"), ('call', "Former call made"), ('absent', "Last visit, and none since"),
    ('warranty', "End of the warranty"),
]
WAYS = [('call', "Call"), ('message', "E-mail or SMS"), ('letter', "Letter")]
FARTHEST = 3650
# Of so many new steps, where they are a tenth of all, the database is told, rather than wait until it notices.
MANY, TENTH = 1000, 10


class AftersalesFollowupRule(models.Model):
    """Which customers are called when, about what and by whom: the plan of follow-up as data (J2).

    ``_generate`` makes the due steps of a rule in a few statements, however many cars there are: what happened on the
    days in question is found by the indexes of those days. A step is made once for what happened (a unique index says
    so), and a car has one live step at most (another one does), so that it may run twice and be killed at any moment.
    """
    _name = 'aftersales.followup.rule'
    _description = "Rule of Follow-up"
    _inherit = ['aftersales.contact.rule.mixin']
    _order = 'priority, id'

    anchor = fields.Selection(ANCHORS, string="After", required=True, default='visit', tracking=True)
    former_rule_id = fields.Many2one(
        'aftersales.followup.rule', string="Former Call", index='btree_not_null', ondelete='restrict', tracking=True)
    offset_days = fields.Integer(
        string="Days", default=3, bounds=(-FARTHEST, FARTHEST), tracking=True,
        help="So many days after it the step is due; below zero: before.")
    window_days = fields.Integer(
        string="Days to Do It", default=4, bounds=(0, 365), tracking=True, help="So many days more it is in time.")
    channel = fields.Selection(WAYS, string="First", required=True, default='call', tracking=True)
    next_channel = fields.Selection(WAYS, string="Then", default='message', tracking=True)
    last_channel = fields.Selection(WAYS, string="At Last", tracking=True)
    purpose = fields.Selection(default='followup')
    script_id = fields.Many2one('aftersales.followup.script', index='btree_not_null', ondelete='restrict', tracking=True)
    survey_id = fields.Many2one(
        'survey.survey', string="Questionnaire", index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('aftersales_kind', '!=', False)]")
    owner = fields.Selection(
        [('care', "Anybody of Customer Care"), ('advisor', "Advisor of the Visit"), ('person', "One Person")],
        string="Who Calls", required=True, default='care', tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Person", index='btree_not_null', domain="[('share', '=', False)]", tracking=True)
    priority = fields.Integer(
        default=5, bounds=(1, 9), tracking=True, help="1 comes first: of two steps of a car the more urgent one is kept.")

    _former_check = models.Constraint(
        "CHECK(anchor != 'call' OR former_rule_id IS NOT NULL)", "Say after which call this one follows.")
    _period_check = models.Constraint('CHECK(date_to >= date_from)', "The rule ends before it begins. Correct its days.")

    # === CONSTRAINT METHODS ===#

    @api.constrains('owner', 'user_id')
    def _check_owner(self):
        for rule in self:
            if rule.owner == 'person' and not rule.user_id:
                raise ValidationError(self.env._("“%(rule)s”: say which person calls.", rule=rule.name))

    @api.constrains('former_rule_id')
    def _check_former_rule(self):
        if self._has_cycle('former_rule_id'):
            raise ValidationError(self.env._("A call cannot follow from itself. Choose another former call."))

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_generate(self, batch_size=500):
        """Once a day each rule is worked through, and committed by itself; what was missed while it stood still is made as
        long as it is in time."""
        self._work_through(
            self._get_undone_domain(fields.Date.today()), '_generate', batch_size, order='priority, id', together=1)

    def _generate(self):
        """Make what is due of this rule, company by company, each by the day of its own clock."""
        # sudo: a scheduled action works for all companies
        following = self.env['res.company'].sudo().search([('aftersales_follow_up', '=', True)])
        self.env.flush_all()
        for rule in self:
            for company in following & rule.company_id if rule.company_id else following:
                outlet = company.aftersales_workshop_ids[:1]
                if outlet:
                    rule.with_company(company)._generate_in(company, outlet)
        self.generated_date = fields.Date.today()
        self.env['aftersales.followup'].invalidate_model()

    def _generate_in(self, company, outlet):
        """:return: how many steps were made"""
        today = outlet._get_local_day(fields.Datetime.now())
        found, more = self._prepare_candidates(company, outlet, today), self._get_more_columns(company)
        # What PostgreSQL compiles for a long question takes longer than to answer it.
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute(SQL(
            """
            WITH candidate AS MATERIALIZED (%(found)s)
            UPDATE aftersales_followup AS live
               SET state = 'superseded', end_reason = 'newer', ended_date = %(now)s, call_from = NULL
              FROM candidate
             WHERE live.state IN ('planned', 'no_answer') AND NOT COALESCE(live.is_agreed, FALSE)
               AND COALESCE(live.vehicle_id, -live.partner_id) = candidate.car_key
               AND (live.priority > %(priority)s
                    OR live.anchor = %(anchor)s AND candidate.anchor_date >= live.anchor_date
                    OR %(anchor)s = 'visit' AND live.anchor NOT IN ('complaint', 'declined')
                   AND candidate.anchor_date > live.anchor_date)
            """, found=found, now=fields.Datetime.now(), priority=self.priority, anchor=self.anchor))
        self.env.cr.execute(SQL(
            """
            WITH candidate AS MATERIALIZED (%(found)s)
            INSERT INTO aftersales_followup (
                   rule_id, state, anchor, purpose, channel, priority, company_id, workshop_id, partner_id, vehicle_id,
                   order_id, complaint_id, origin_id, user_id, anchor_date, due_date, late_date, attempt_count,
                   access_token, is_done, is_on_time, is_booked, is_reached, create_uid, create_date, write_uid, write_date
                   %(more_names)s)
            SELECT %(rule)s, 'planned', %(anchor)s, %(purpose)s, %(channel)s, %(priority)s, %(company)s,
                   COALESCE(workshop_id, %(outlet)s), partner_id, vehicle_id, order_id, complaint_id, origin_id,
                   %(user)s, anchor_date, anchor_date + %(offset)s, anchor_date + %(offset)s + %(window)s, 0,
                   gen_random_uuid()::text, 0, 0, 0, 0, %(uid)s, %(now)s, %(uid)s, %(now)s %(more_values)s
              FROM candidate
          ORDER BY anchor_date, car_key
       ON CONFLICT DO NOTHING
            """, found=found, rule=self.id, anchor=self.anchor, purpose=self.purpose, channel=self.channel,
            priority=self.priority, company=company.id, outlet=outlet.id, offset=self.offset_days, window=self.window_days,
            user=self._get_owner_sql(), uid=self.env.uid, now=fields.Datetime.now(),
            more_names=SQL().join(SQL(", %s", SQL.identifier(name)) for name in more),
            more_values=SQL().join(SQL(", %s", value) for value in more.values())))
        made = self.env.cr.rowcount
        if made >= MANY:
            self._note_many(made)
        return made

    @api.model
    def _get_more_columns(self, company):
        """Hook: what else a new step has from its candidate, as SQL by column; of the same query, so that it is written
        once."""
        return {}

    @api.model
    def _note_many(self, made):
        """Where steps are a good part of all there are, the next question would take the table for as small as it was."""
        [(known,)] = self.env.execute_query(SQL("SELECT reltuples FROM pg_class WHERE oid = 'aftersales_followup'::regclass"))
        if made * TENTH >= known:
            self.env.cr.execute("ANALYZE aftersales_followup")

    def _get_owner_sql(self):
        if self.owner == 'advisor':
            return SQL.identifier('advisor_id')
        return SQL("%s::int", self.user_id.id or None) if self.owner == 'person' else SQL("NULL::int")
