from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import reckoner


class AftersalesStatuteRule(models.Model):
    """What of a car's repairs is counted for how long, and what the buyer may ask for once the limit is reached."""
    _name = 'aftersales.statute.rule'
    _description = "Rule of a Statute"
    _order = 'statute_id.id, sequence, id'

    statute_id = fields.Many2one('aftersales.statute', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Names the rule in lists and in the cases of tests.")
    name = fields.Char(required=True, translate=True)
    article = fields.Char(required=True, translate=True, help="As letters quote it.")
    text = fields.Text(translate=True, help="What the article says, for people.")

    measure = fields.Selection(
        [
            ('period', "Nothing: a period"),
            ('repairs', "Repairs"),
            ('days', "Days in repair, all together"),
            ('longest', "Days of one repair"),
            ('replacements', "Replacements"),
            ('faults', "Visits with such a fault"),
        ],
        string="What Counts", required=True, default='repairs')
    scope = fields.Selection(
        [
            ('car', "All of the car"),
            ('problem', "The same problem"),
            ('assembly', "The same assembly"),
            ('part', "The same main part"),
        ],
        string="Counted Together", required=True, default='car')
    comparison = fields.Selection([('gt', "more than"), ('ge', "at least")], required=True, default='ge')
    limit = fields.Integer(string="Limit of the Rule", bounds=(0, 36_500))
    near = fields.Integer(string="Near From", bounds=(0, 36_500), help="From this counter on people are warned. 0: never.")

    start_event = fields.Selection(
        [('delivery', "Invoice, or delivery where it differs"), ('sale', "Day of the invoice")],
        string="Begins With", required=True, default='delivery')
    window_months = fields.Integer(string="Months", bounds=(0, 1200))
    window_days = fields.Integer(string="Days", bounds=(0, 36_500))
    extension_months = fields.Integer(
        string="Longer by a Repair (Months)", bounds=(0, 1200), help="Once, by a repair within the period.")
    distance = fields.Float(digits=(12, 0), bounds=(0, 9_999_999), help="In the statute's unit. 0: any distance.")

    is_household_only = fields.Boolean(string="Household Use Only", default=True)
    is_severe_only = fields.Boolean(string="Severe Safety Faults Only")
    fault_kind_ids = fields.Many2many('aftersales.statute.fault.kind', string="Faults", help="None: any fault.")
    assembly_ids = fields.Many2many('aftersales.statute.assembly', string="Assemblies", help="None: any.")
    exemption_ids = fields.Many2many(
        'aftersales.statute.exemption', string="Waits Left Out", help="Waits for these reasons are no days in repair.")
    needs_failure = fields.Boolean(
        string="And It Came Again", help="Such a fault came again afterwards, or the last repair did not remove it.")
    needs_notice = fields.Boolean(string="And the Maker Was Told", help="The customer told the maker directly.")
    is_calendar = fields.Boolean(
        string="Days of the Calendar", help="Else each full 24 hours are a day, and what remains is one, too.")
    is_loan_out = fields.Boolean(string="Without Days with a Loaner")

    remedy = fields.Selection(
        [
            ('repair', "Free repair"),
            ('assembly', "Free new assembly"),
            ('loaner', "Loaner or travel money"),
            ('exchange', "Exchange or return of the car"),
            ('reduction', "Lower price or return of the car"),
            ('proposal', "Exchange proposed to the manager"),
            ('none', "None"),
        ],
        required=True, default='exchange')
    has_fee = fields.Boolean(string="Less a Fee for Use", help="The buyer pays for having used the car.")

    _code_uniq = models.UniqueIndex('(statute_id, code)', "Two rules of a statute cannot have the same code.")
    _figures_check = models.Constraint(
        'CHECK ("limit" BETWEEN 0 AND 9999 AND near BETWEEN 0 AND 9999 AND window_months BETWEEN 0 AND 600'
        ' AND window_days BETWEEN 0 AND 9999 AND extension_months BETWEEN 0 AND 600)',
        "Limits and periods of a rule are whole numbers, none below zero and none beyond a human life.")

    @api.depends('article', 'name')
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = ' · '.join(filter(None, [rule.article, rule.name]))

    @api.constrains('measure', 'limit', 'scope', 'comparison')
    def _check_countable(self):
        for rule in self.filtered(lambda rule: rule.measure != 'period'):
            if rule.limit + (rule.comparison == 'gt') < 1:
                raise ValidationError(self.env._(
                    "%(rule)s would be met by a car that was never repaired. Enter its limit.", rule=rule.display_name))
            if rule.measure == 'replacements' and rule.scope == 'problem':
                raise ValidationError(self.env._(
                    "%(rule)s: replacements are counted by assembly or by main part.", rule=rule.display_name))

    # === BUSINESS METHODS ===#

    def _prepare_rule(self):
        """The rule as the reckoner takes it."""
        self.ensure_one()
        return reckoner.Rule(
            key=self.id, measure=self.measure, scope=self.scope, comparison=self.comparison, limit=self.limit,
            near=self.near, starts_at=self.start_event, window_months=self.window_months, window_days=self.window_days,
            extension_months=self.extension_months, distance_km=self.distance * self.statute_id._get_unit_km(),
            is_household_only=self.is_household_only, is_severe_only=self.is_severe_only,
            kinds=frozenset(self.fault_kind_ids.mapped('code')), assemblies=frozenset(self.assembly_ids.mapped('code')),
            exempt=frozenset(self.exemption_ids.mapped('code')), needs_failure=self.needs_failure,
            needs_notice=self.needs_notice, is_calendar=self.is_calendar, is_loan_out=self.is_loan_out,
            has_fee=self.has_fee)

    def _gives_back_car(self):
        """Whether who meets the rule may give the car back or exchange it: a case is opened."""
        self.ensure_one()
        return self.remedy in ('exchange', 'reduction')

    def _is_pressing(self, standing):
        """Whether people should hear of it: what is near or met, and a new assembly as long as it can be asked for.

        A loaner is told of with the repair it is for.
        """
        self.ensure_one()
        if standing.status == 'met' and self.remedy == 'assembly':
            return (standing.days_left or 0) >= 0 and (standing.km_left or 0) >= 0
        return standing.status in ('met', 'near') and self.measure != 'longest'

    def _get_counter_text(self, standing):
        """“3 of more than 4 repairs” in words."""
        self.ensure_one()
        labels = dict(self._fields['measure']._description_selection(self.env))
        names = {'counter': standing.tally, 'limit': self.limit, 'what': labels[self.measure]}
        if self.measure == 'period':
            return ''
        if self.comparison == 'gt':
            return self.env._("%(what)s: %(counter)s, more than %(limit)s needed", **names)
        return self.env._("%(what)s: %(counter)s of %(limit)s", **names)
