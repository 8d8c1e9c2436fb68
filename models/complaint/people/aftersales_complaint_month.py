from odoo import models


class AftersalesComplaintMonth(models.Model):
    """What a month says of persons, for HR (M4): reckoned when it is locked, where the company wants it."""
    _inherit = 'aftersales.complaint.month'

    def _after_locked(self, source):
        super()._after_locked(source)
        # sudo: facts are the system's
        for month in self.sudo().filtered('company_id.aftersales_people_facts'):
            month._make_people_facts()

    def _make_people_facts(self):
        self.ensure_one()
        # Outlets share the limit of a person's bonus: one of them at a time reckons.
        self.search([('company_id', '=', self.company_id.id), ('month', '=', self.month)])._claim_for_update()
        Fact = self.env['aftersales.people.fact']
        earlier = Fact.search([
            ('company_id', '=', self.company_id.id), ('complaint_id', 'in', self.line_ids.complaint_id.ids)])
        cases = self._reckon_cases(earlier)
        left = self._read_left({employee for employee, __ in cases})
        rows = [(employee, {'kind': 'carried', 'reckoned': amount}) for employee, amount in left.items()]
        rows += [(employee, vals) for (employee, __), vals in cases.items()]
        # What is given back comes first: it makes room for the rest.
        rows.sort(key=lambda row: (row[1]['reckoned'] >= 0, row[1].get('number', ''), row[0].id))
        Fact.create(self._fit_into_bonus(rows))

    def _reckon_cases(self, earlier):
        """Share, loss and deduction of each person and case, less what earlier months said of them.

        Where a person is named, the share is his; where a unit alone is, it is that of all who have points there.

        :return: dict of (employee, line): values
        """
        self.ensure_one()
        parties = self.line_ids.complaint_id.party_ids
        units = parties.department_id | parties.employee_id.department_id | earlier.department_id
        members = self.env['hr.employee'].search([
            ('department_id', 'in', units.ids), ('company_id', '=', self.company_id.id), ('aftersales_base_points', '>', 0),
        ]).grouped('department_id')
        cases = {}
        for line in self.line_ids:
            told = {}
            for fact in earlier.filtered(lambda fact, line=line: fact.complaint_id == line.complaint_id):
                told.setdefault((fact.employee_id, fact.department_id), []).append(fact)
            found = {key: [0.0, 0.0, 0.0] for key in told}
            for party in line.complaint_id.party_ids if not line.is_unfounded else ():
                unit = party.employee_id.department_id or party.department_id
                for employee in party.employee_id or members.get(unit, ()):
                    sums = found.setdefault((employee, unit), [0.0, 0.0, 0.0])
                    self._add_share(sums, line, party, employee, members.get(unit))
            for (employee, unit), (share, loss, reckoned) in found.items():
                before = told.get((employee, unit), [])
                vals = cases.setdefault((employee, line), {
                    'complaint_id': line.complaint_id.id, 'number': line.number, 'department_id': unit.id, 'share': 0.0,
                    'loss': 0.0, 'reckoned': 0.0, 'unit_points': self._sum_points(employee, members.get(unit))})
                vals['share'] += share
                vals['loss'] += self.currency_id.round(loss) - sum(fact.loss for fact in before)
                vals['reckoned'] += self.currency_id.round(reckoned) - sum(fact.reckoned for fact in before)
        return cases

    def _sum_points(self, employee, members):
        return sum(((members or employee) | employee).mapped('aftersales_base_points'))

    def _add_share(self, sums, line, party, employee, members):
        """The sheet's rule: loss by the sum of the unit's base points, times one's own."""
        loss = max(line.cost - line.recovered, 0.0) * party.share / 100
        points = self._sum_points(employee, members)
        sums[0] += party.share
        sums[1] += loss
        sums[2] += loss / points * employee.aftersales_base_points if points else 0.0

    def _read_left(self, employees):
        """What earlier months could not deduct, of these persons and of those who had their last fact at this outlet."""
        self.ensure_one()
        Fact = self.env['aftersales.people.fact']
        of_company = [('company_id', '=', self.company_id.id)]
        amounts = {}
        for employee, kind, reckoned, deduction in Fact._read_group(
                of_company, ['employee_id', 'kind'], ['reckoned:sum', 'deduction:sum']):
            amounts[employee] = amounts.get(employee, 0.0) + (reckoned if kind == 'case' else 0.0) - deduction
        open_ids = [employee.id for employee, amount in amounts.items() if not self.currency_id.is_zero(amount)]
        left = {}
        for employee, facts in Fact.search(
                [*of_company, ('employee_id', 'in', open_ids)], order='id').grouped('employee_id').items():
            is_here = employee in employees or facts[-1].workshop_id == self.workshop_id
            # Told at another outlet already: its rest goes into the next month.
            if is_here and self.month not in facts.mapped('month'):
                left[employee] = amounts[employee]
        return left

    def _fit_into_bonus(self, rows):
        """Deduct up to the limit of each person's bonus, whatever the outlet; the rest is carried on."""
        self.ensure_one()
        employees = self.env['hr.employee'].union(*(employee for employee, __ in rows))
        taken = dict(self.env['aftersales.people.fact']._read_group(
            [('company_id', '=', self.company_id.id), ('month', '=', self.month), ('employee_id', 'in', employees.ids)],
            ['employee_id'], ['deduction:sum']))
        room = {
            employee: self.currency_id.round(employee.aftersales_bonus_base * self.company_id.aftersales_people_cap / 100)
            - taken.get(employee, 0.0) for employee in employees}
        vals_list = []
        for employee, vals in rows:
            deduction = min(vals['reckoned'], max(room[employee], 0.0))
            room[employee] -= deduction
            vals_list.append({
                'department_id': employee.department_id.id, **vals, 'employee_id': employee.id, 'month_id': self.id,
                'points': employee.aftersales_base_points, 'bonus_base': employee.aftersales_bonus_base,
                'deduction': deduction, 'rest': vals['reckoned'] - deduction})
        return vals_list
