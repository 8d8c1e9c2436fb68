from odoo import api, models
from odoo.tools import format_date, formatLang

from odoo.addons.aftersales.models.warranty import coverage_rules
from odoo.addons.aftersales.models.warranty.coverage_rules import Promise, Rule

# Said with a warning when it is nearly over.
NEAR_DAYS, NEAR_KM = 30, 1000


class AftersalesCoverage(models.Model):
    """What a coverage answers to a car and to work on it, and how that is said."""
    _inherit = 'aftersales.coverage'

    # === COMPUTE METHODS ===#

    @api.depends('policy_id', 'start_date', 'start_km', 'suspended_reason', 'vehicle_id.distance_km', 'vehicle_id.usage')
    @api.depends_context('lang')
    def _compute_standing(self):
        told = {standing.coverage: standing for standing in self.filtered(lambda coverage: (
            coverage.start_date and coverage.policy_id))._get_standings()}
        for coverage in self:
            standing = told.get(coverage)
            answer = standing.answer if standing else coverage_rules.Answer(False)
            coverage.standing = coverage._describe(standing) if standing else False
            coverage.days_left = max(answer.days_left or 0, 0) if answer.is_covered else 0
            coverage.km_left = self._get_km_left(standing.promise, answer) if answer.is_covered else 0.0

    # === BUSINESS METHODS: RECKONING ===#

    @api.model
    def _get_km_left(self, promise, answer):
        """For a figure in a list: of a car that nobody has read yet, all of it is left."""
        if answer.until_km is None:
            return 0.0
        return max(answer.until_km - promise.start_km if answer.km_left is None else answer.km_left, 0.0)

    def _get_promises(self):
        """:return: dict of coverage: ``Promise``; constant queries for any number of coverages"""
        # sudo: what a car is promised is told to whoever may see the car
        coverages = self.sudo()
        registrations = coverages.vehicle_id._origin._get_registrations()
        rules = {policy: policy._get_rules() for policy in coverages.policy_id}
        return {
            coverage: coverage.sudo()._get_promise(
                rules.get(coverage.sudo().policy_id, ()), registrations.get(coverage.sudo().vehicle_id._origin))
            for coverage in self
        }

    def _get_standings(self, facts=None):
        """What these coverages answer for the car as a whole.

        :param facts: dict of vehicle: ``Facts``; of today by default
        :return: list of ``Standing``, in the order of the coverages
        """
        promises, standings = self._get_promises(), []
        for coverage in self:
            vehicle = coverage.sudo().vehicle_id  # sudo: as above
            asked = (facts or {}).get(vehicle) or vehicle._get_coverage_facts()
            promise = promises[coverage]
            standings.append(coverage_rules.Standing(coverage, promise, asked, coverage_rules.answer(promise, asked)))
        return standings

    def _get_promise(self, rules=None, registration=None):
        self.ensure_one()
        coverage = self.sudo()  # sudo: as above
        policy = coverage.policy_id
        rules = policy._get_rules() if rules is None else rules
        if coverage.product_id:  # a part: by the terms that the policy has for it
            item = coverage._get_part_item(coverage.product_id)
            rule = coverage_rules.find_rule(rules, item) or Rule(0, 'policy')
            rules = (rule._replace(
                products=frozenset(coverage.product_id.ids), categories=frozenset(), operations=frozenset(),
                work_classes=frozenset(), km=rule.km if coverage.vehicle_id else 0.0),)
        # Of a part that was sold without a car nobody knows how far it has run.
        return Promise(
            coverage.start_date, coverage.start_km, policy.months, policy.km if coverage.vehicle_id or not coverage.product_id
            else 0.0, policy.share,
            policy.is_whole and not coverage.product_id, rules, policy.usage, coverage.suspended_reason or '',
            policy.needs_registration, registration._get_standing() if registration else '')

    @api.model
    def _get_part_item(self, product):
        path = (product.categ_id.parent_path or '').strip('/')
        return coverage_rules.Item(
            product.id, product=product.id, categories=tuple(int(part) for part in path.split('/') if part))

    # === BUSINESS METHODS: WORDS ===#

    def _get_name(self):
        """What the coverage is called in a sentence: the policy, with its part."""
        self.ensure_one()
        coverage = self.sudo()  # sudo: told to whoever may see the car
        name = coverage.policy_id.name
        if not coverage.product_id:
            return name
        number = coverage.lot_name and self.env._("no. %(number)s", number=coverage.lot_name)
        return self.env._(
            "%(policy)s: %(part)s", policy=name, part=' '.join(filter(None, [coverage.product_id.name, number])))

    def _describe(self, standing):
        """A sentence: until when it covers and what is left of it, or why it does not."""
        self.ensure_one()
        answer, facts = standing.answer, standing.facts
        names = {'coverage': self._get_name()}
        if not answer.is_covered:
            return self.env._("Not covered by %(coverage)s: %(reason)s.", reason=self._describe_reason(answer, facts), **names)
        until = self._describe_until(answer)
        left = self._describe_left(answer)
        if not until:
            return self.env._("Covered by %(coverage)s without limit.", **names)
        return self.env._("Covered by %(coverage)s until %(until)s (%(left)s left).", until=until, left=left, **names) \
            if left else self.env._("Covered by %(coverage)s until %(until)s.", until=until, **names)

    def _describe_until(self, answer):
        """The last day and what the car's cluster shows at the last kilometre; whichever is reached first."""
        limits = [format_date(self.env, answer.until)] if answer.until else []
        if answer.until_km is not None:
            limits.append(self._format_shown(answer.until_km))
        return self.env._("%(day)s or %(distance)s", day=limits[0], distance=limits[1]) if len(limits) == 2 else ''.join(limits)

    def _describe_left(self, answer):
        left = [self.env._("%(count)s days", count=answer.days_left)] if answer.days_left is not None else []
        if answer.km_left is not None:
            left.append(self._format_distance(answer.km_left))
        return self.env._("%(days)s and %(distance)s", days=left[0], distance=left[1]) if len(left) == 2 else ''.join(left)

    def _describe_reason(self, answer, facts):
        """Why not, as the end of a sentence."""
        self.ensure_one()
        coverage = self.sudo()  # sudo: told to whoever may see the car
        usages = dict(coverage.policy_id._fields['usage']._description_selection(self.env))
        rule = coverage.policy_id.line_ids.browse(answer.rule)
        sentences = {
            'before': lambda: self.env._("it begins on %(day)s", day=format_date(self.env, coverage.start_date)),
            'expired': lambda: self.env._("it ended on %(day)s", day=format_date(self.env, answer.until)),
            'run_out': lambda: self.env._(
                "it ended at %(distance)s, and the car has %(run)s",
                distance=self._format_shown(answer.until_km), run=self._format_shown(facts.km or 0.0)),
            'usage': lambda: self.env._("it is for: %(usage)s", usage=usages[coverage.policy_id.usage]),
            'suspended': lambda: self.env._("it is suspended, %(reason)s", reason=coverage.suspended_reason),
            'unregistered': lambda: self.env._("the sale was not registered in time"),
            'refused': lambda: self.env._("the registration of the sale was refused"),
            'unnamed': lambda: self.env._("it is for other parts"),
            'excluded': lambda: self.env._("%(name)s: left out by the policy", name=rule.name or ''),
        }
        return sentences[answer.reason]()

    def _describe_cautions(self, standing):
        """What to mind although it covers, a sentence each."""
        self.ensure_one()
        answer, facts, cautions = standing.answer, standing.facts, []
        vehicle, policy = self.sudo().vehicle_id, self.sudo().policy_id  # sudo: told to whoever may see the car
        if answer.left_out:
            parts = self.env['product.product'].sudo().browse(answer.left_out)
            cautions.append(self.env._("Not covered by itself: %(parts)s.", parts=", ".join(parts.mapped('name'))))
        if answer.share < 100:
            cautions.append(self.env._("%(share)s %% of it are borne.", share=f'{answer.share:g}'))
        if facts.km is None and answer.until_km is not None:
            cautions.append(self.env._("The distance of the car is not known: read the odometer."))
        if policy.needs_service and vehicle.next_service_date and vehicle.next_service_date < facts.day:
            cautions.append(self.env._(
                "A service has been due since %(day)s; services done elsewhere count.",
                day=format_date(self.env, vehicle.next_service_date)))
        if policy.needs_registration and standing.promise.registration == 'waiting':
            cautions.append(self.env._("The sale is not registered yet."))
        if not policy.covers_labour:
            cautions.append(self.env._("Labour is not covered."))
        return cautions

    def _is_near_end(self, answer):
        return (answer.days_left is not None and answer.days_left <= NEAR_DAYS) or (
            answer.km_left is not None and answer.km_left <= NEAR_KM)

    def _format_shown(self, km):
        """A distance run as the car's cluster shows it."""
        vehicle = self.sudo().vehicle_id
        return self._format_unit(vehicle._get_shown_at(km) if vehicle else km, vehicle)

    def _format_distance(self, km):
        vehicle = self.sudo().vehicle_id
        return self._format_unit(vehicle._get_shown_at(km) - vehicle._get_shown_at(0.0) if vehicle else km, vehicle)

    def _format_unit(self, distance, vehicle):
        unit = dict(self.env['fleet.vehicle']._get_distance_units())[vehicle.odometer_unit or 'kilometers']
        return self.env._(
            "%(distance)s %(unit)s", distance=formatLang(self.env, max(int(distance + 1e-6), 0), digits=0), unit=unit)
