from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from .. import reckoner

# How pressing a standing is, for the colour of its row.
LEVELS = {'met': 'danger', 'near': 'warning', 'open': 'success', 'over': 'secondary', 'none': 'secondary'}


class FleetVehicle(models.Model):
    """A car's standing with the law in words: on its form, at the counter and on paper."""
    _inherit = 'fleet.vehicle'

    statute_html = fields.Html(
        string="Rights under the Law", compute='_compute_statute_html', sanitize=False,
        groups='aftersales.group_see_law')
    statute_case_count = fields.Integer(
        string="Number of Cases", compute='_compute_statute_case_count', groups='aftersales.group_see_law')
    problem_count = fields.Integer(
        string="Number of Problems", compute='_compute_problem_count', groups='aftersales.group_see_law')

    @api.depends_context('lang', 'tz', 'uid', 'allowed_company_ids')
    @api.depends('statute_id', 'sale_date', 'delivery_date', 'usage', 'distance_km', 'problem_ids')
    def _compute_statute_html(self):
        standings = self._get_statute_standing()
        counted = self._get_counted(standings)
        for vehicle in self:
            vehicle.statute_html = self.env['ir.qweb']._render('aftersales.statute_standing', {
                'vehicle': vehicle, 'rows': vehicle._prepare_standing_rows(standings.get(vehicle, []), counted)})

    def _compute_problem_count(self):
        counts = dict(self.env['aftersales.problem']._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.problem_count = counts.get(vehicle._origin, 0)

    def _compute_statute_case_count(self):
        counts = dict(self.env['aftersales.statute.case']._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.statute_case_count = counts.get(vehicle._origin, 0)

    # === ACTION METHODS ===#

    def action_view_statute(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Rights under the Law"),
            'res_model': 'fleet.vehicle',
            'view_mode': 'form',
            'views': [(self.env.ref('aftersales.fleet_vehicle_view_form_statute').id, 'form')],
            'res_id': self.id,
        }

    @api.readonly
    def action_view_car(self):
        """All of the car, from the page of its rights."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.display_name,
            'res_model': 'fleet.vehicle',
            'view_mode': 'form',
            'views': [(self.env.ref('aftersales.fleet_vehicle_view_form').id, 'form')],
            'res_id': self.id,
        }

    @api.readonly
    def action_view_statute_cases(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_statute_cases')
        return dict(action, domain=[('vehicle_id', 'in', self.ids)], context={})

    @api.readonly
    def action_view_problems(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_problems')
        return dict(action, domain=[('vehicle_id', 'in', self.ids)], context={
            'default_vehicle_id': self.id if len(self) == 1 else False})

    def action_print_statute(self):
        if not self.statute_id:
            raise UserError(self.env._(
                "No law is known for this car. Enter when it was sold, and choose the law of the sale."))
        return self.env.ref('aftersales.action_report_statute').report_action(self)

    # === BUSINESS METHODS: WORDS ===#

    def _get_counted(self, standings):
        """What the words speak of: orders, problems, assemblies and parts of all cars, so that they are read at once.

        :return: (dict of id: order, dict of (scope, group): what is counted together)
        """
        found = [(rule, standing) for pairs in standings.values() for rule, standing in pairs]
        # sudo: what may be told of an order the reader may not see is for the words to say; names are for all
        records = self.env['aftersales.order'].sudo().browse({key for __, standing in found for key in standing.stays})
        orders = {order.id: order for order in records}
        groups = {(rule.scope, standing.group) for rule, standing in found if standing.group and standing.tally}
        counted = self._get_counted_faults({group for scope, group in groups if scope == 'problem'}, standings)
        codes = {group[0] if scope == 'part' else group for scope, group in groups if scope in ('assembly', 'part')}
        if codes:
            archived = self.sudo().with_context(active_test=False)
            assemblies = archived.env['aftersales.statute.assembly'].search([('code', 'in', sorted(codes))])
            parts = archived.env['aftersales.statute.part'].search([('assembly_id', 'in', assemblies.ids)])
            counted |= {('assembly', assembly.code): assembly for assembly in assemblies}
            counted |= {('part', (part.assembly_id.code, part.code)): part for part in parts}
        return orders, counted

    def _get_counted_faults(self, keys, standings):
        """Of each fault a problem of a company that the reader works for; of what others alone repaired there is none."""
        if not keys:
            return {}
        # sudo: the mark is the system's; what the reader does not know is left out
        problems = self.env['aftersales.problem'].sudo().search([
            ('vehicle_id', 'in', [vehicle.id for vehicle in standings]), ('company_id', 'in', self.env.companies.ids)],
            order='id desc')
        return {
            ('problem', key): problem for problem in problems if (key := problem._get_fault_key()) in keys}

    def _prepare_standing_rows(self, standings, counted):
        """What the page and the print show, a dict a rule: first what is met or near, then what else the law knows.

        :param counted: as ``_get_counted`` read it, for all cars that are told of
        """
        self.ensure_one()
        orders, groups = counted
        pressing = {'met': 0, 'near': 1}
        standings = sorted(standings, key=lambda pair: pressing.get(pair[1].status, 2))
        return [{
            'rule': rule, 'standing': standing, 'level': LEVELS[standing.status],
            'status': self._get_standing_label(standing), 'counter': rule._get_counter_text(standing),
            'remedy': self._get_remedy_text(rule) if self._get_remedy_text(rule) != rule.name else '',
            'window': self._get_window_text(standing), 'needs': self._get_lack_text(standing),
            'about': self._get_group_text(rule, standing, groups),
            'visits': [self._describe_visit(orders[key]) for key in standing.stays if key in orders],
            'fee': standing.fee and formatLang(self.env, standing.fee, currency_obj=self.sale_currency_id),
        } for rule, standing in standings]

    def _get_standing_label(self, standing):
        if standing.status == 'none':
            return {
                'usage': self.env._("Not for cars in commercial use"),
                'start': self.env._("The day of sale or delivery is missing"),
            }[standing.reason]
        if standing.rule.measure == 'period' and standing.status == 'open':
            return self.env._("In force")
        return {
            'met': self.env._("Met"), 'near': self.env._("Near"), 'open': self.env._("Not met"),
            'over': self.env._("Expired"),
        }[standing.status]

    def _get_remedy_text(self, rule):
        return dict(rule._fields['remedy']._description_selection(self.env))[rule.remedy]

    def _get_lack_text(self, standing):
        if standing.status == 'near' and standing.reason == 'failure':
            return self.env._("Met as soon as such a fault comes again.")
        if standing.status == 'near' and standing.reason == 'notice':
            return self.env._("Met once the customer has told the maker.")
        if standing.status in ('near', 'open') and standing.rule.measure != 'period':
            return self.env._("%(distance)s more and it is met.", distance=standing.distance)
        return ''

    def _get_window_text(self, standing):
        """“until 1 March 2027 or 50,000 km: 120 days and 8,300 km left”, in the unit of the car."""
        self.ensure_one()
        ends, left = [], []
        if standing.last_day:
            ends.append(format_date(self.env, standing.last_day))
            left.append(self.env._("%(days)s days", days=max(standing.days_left, 0)))
        if standing.km_left is not None:
            ends.append(self._format_km(standing.rule.distance_km))
            left.append(self._format_km(max(standing.km_left, 0)))
        if not ends:
            return ''
        names = {'ends': self.env._(" or ").join(ends), 'left': self.env._(" and ").join(left)}
        if standing.status == 'over':
            return self.env._("until %(ends)s", **names)
        return self.env._("until %(ends)s: %(left)s left", **names)

    def _format_km(self, distance):
        self.ensure_one()
        unit = dict(self._fields['odometer_unit']._description_selection(self.env))[self.odometer_unit]
        return f'{formatLang(self.env, distance / reckoner.KM_PER_UNIT[self.odometer_unit], digits=0)} {unit}'

    def _get_group_text(self, rule, standing, groups):
        """Which problem, assembly or part has come furthest."""
        group = groups.get((rule.scope, standing.group)) if standing.tally else None
        if not group:
            return self.env._("A fault another company repaired") if standing.tally and rule.scope == 'problem' else ''
        group = group.with_env(self.env(su=True))  # sudo: names are for all
        return (group.display_name if group._name == 'aftersales.statute.part' else group.name) or ''

    def _describe_visit(self, order):
        """A visit in words; one in a company the reader does not know has no name."""
        day = order.workshop_id._get_local_day(order.received_date)
        name = order.name if order.company_id in self.env.companies else self.env._("another company")
        return f'{name} ({format_date(self.env, day)})'

    def _describe_standing(self, rule, standing):
        """One sentence for the counter: a narrow place shows its beginning, so that comes first which counts."""
        self.ensure_one()
        rule = rule.with_env(self.env)
        names = {
            'article': rule.article, 'name': rule.name, 'counter': rule._get_counter_text(standing),
            'remedy': self._get_remedy_text(rule),
            'about': self._get_group_text(rule, standing, self._get_counted({self: [(rule, standing)]})[1]),
            'window': self._get_window_text(standing),
        }
        text = self.env._("%(article)s met. %(counter)s. Right: %(remedy)s. %(name)s.", **names) if standing.status == 'met' \
            else self.env._("%(article)s near. %(counter)s. %(name)s, %(window)s.", **names)
        return ' '.join(filter(None, [text, names['about'], self._get_lack_text(standing)]))
