from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class Figure(NamedTuple):
    """What was measured of one person: the value, on how many records it rests, and the sum as it was done."""

    actual: float
    count: int
    words: str


class Source(NamedTuple):
    """Where a measure counts: the model, which of its records, and the fields that say whose and of which outlet they are.

    ``part``: the domain of those that make the share, or the name of the source where they are. ``shared``: records without
    a company count in each.
    """

    model: str
    domain: list
    person: str = ''
    outlet: str = ''
    part: Any = None
    shared: bool = False


class Crowd(NamedTuple):
    """Who is measured, and whether by what is a person's own or by what his outlets did."""

    people: Any
    by_outlet: bool


class AftersalesAppraisalIndicator(models.Model):
    """Measures take all people of a company and month at once: a query or two each, however many they are."""
    _inherit = 'aftersales.appraisal.indicator'

    def _measure(self, employees, company, month):
        """:return: dict of (indicator, employee): Figure; of whom there is nothing to measure, nothing"""
        span = company._get_month_span(month)
        found = {}
        for (measure, scope), indicators in self.grouped(lambda one: (one.measure, one.scope)).items():
            if measure == 'hand':
                continue
            by_person = getattr(self, f'_measure_{measure}')(Crowd(employees, scope == 'outlet'), span)
            for indicator in indicators:
                found.update({(indicator, person): figure for person, figure in by_person.items()})
        return found

    # === WHAT IS BEHIND IT ===#

    @api.model
    def _get_sources(self, span):
        """:return: dict of measure: ``Source``"""
        return {}

    @api.model
    def _get_owners(self, source, crowd):
        """:return: the field that says whose the records are, and a dict of its values: the people who answer for them"""
        owners, outlet = defaultdict(lambda: self.env['hr.employee']), source.outlet
        if crowd.by_outlet and outlet or not source.person:
            for person in crowd.people:
                for workshop in person.sudo().aftersales_workshop_ids:  # sudo: who works where
                    owners[workshop] |= person
            return outlet, owners
        field = self.env[source.model]
        for name in source.person.split('.'):
            kind = field._fields[name].comodel_name
            field = self.env[kind]
        for person in crowd.people:
            key = person if kind == 'hr.employee' else person.sudo().user_id  # sudo: whose login it is
            if key:
                owners[key] |= person
        return source.person, owners

    @api.model
    def _get_domain(self, name, crowd, span):
        """:return: the model and the domain of what a source holds of these people, all of it"""
        source = self._get_sources(span)[name]
        field, owners = self._get_owners(source, crowd)
        whose = [(field, 'in', [record.id for record in owners])]
        company = ('company_id', 'in', [span.company.id, False]) if source.shared else ('company_id', '=', span.company.id)
        return source, [company, *whose, *source.domain], field, owners

    @api.model
    def _group(self, name, crowd, span, aggregates, more=()):
        """:return: dict of employee: the aggregates of his records, in one query

        Of several outlets sums are added, and a mean weighs as much as the number that stands last.
        """
        source, domain, field, owners = self._get_domain(name, crowd, span)
        rows = defaultdict(list)
        for key, *values in self._read_source(source, span)._read_group([*domain, *more], [field], aggregates):
            for person in owners.get(key, ()):
                rows[person].append(values)
        return {person: self._add_up(aggregates, values) for person, values in rows.items()}

    @api.model
    def _read_source(self, source, span):
        # sudo: figures, not the records
        return self.env[source.model].sudo().with_company(span.company).with_context(
            allowed_company_ids=span.company.ids, active_test=False)

    @api.model
    def _add_up(self, aggregates, rows):
        if len(rows) == 1:
            return rows[0]
        weights = [row[-1] or 0 for row in rows]
        return [
            sum((row[place] or 0) * weight for row, weight in zip(rows, weights, strict=True)) / (sum(weights) or 1)
            if spec.endswith((':avg', 'csi')) else sum(row[place] or 0 for row in rows)
            for place, spec in enumerate(aggregates)]

    @api.model
    def _share(self, part, whole, count=None):
        return Figure(100.0 * part / whole, whole if count is None else count, f'{part:g} / {whole:g} × 100')

    @api.model
    def _measure_part(self, name, crowd, span):
        """How many of all records make the part."""
        source = self._get_sources(span)[name]
        whole = self._group(name, crowd, span, ['__count'])
        part = self._group(source.part, crowd, span, ['__count']) if isinstance(source.part, str) else self._group(
            name, crowd, span, ['__count'], source.part)
        return {person: self._share(part.get(person, [0])[0], count) for person, (count,) in whole.items()}

    @api.model
    def _measure_count(self, name, crowd, span):
        return {
            person: Figure(count, count, str(count))
            for person, (count,) in self._group(name, crowd, span, ['__count']).items()}

    @api.model
    def _measure_number(self, name, crowd, span):
        """How many there are that should not be; of whom none could be, nothing is said."""
        whole = self._group(name, crowd, span, ['__count'])
        part = self._group(name, crowd, span, ['__count'], self._get_sources(span)[name].part)
        return {
            person: Figure(part.get(person, [0])[0], count, f'{part.get(person, [0])[0]} / {count}')
            for person, (count,) in whole.items()}

    @api.model
    def _measure_mean(self, name, crowd, span, mean, count):
        """What an analysis of the house tells as a mean, with the number of what it rests on."""
        return {
            person: Figure(value, number or 0, self.env._("Mean %(mean)s of %(count)s", mean=f'{value:.1f}', count=number or 0))
            for person, (value, number) in self._group(name, crowd, span, [mean, count]).items() if value is not None}

    @api.model
    def _get_source_action(self, line, part=False):
        """The records behind a figure, all of them or those that make the part, as whoever looks may see them."""
        sheet = line.sheet_id
        span = sheet.company_id._get_month_span(sheet.month)
        crowd = Crowd(sheet.employee_id.sudo(), line.scope == 'outlet')  # sudo: whose records they are
        name, more = line.measure, []
        if part:
            rest = self._get_part(name, crowd, span)
            name, more = (rest, []) if isinstance(rest, str) else (name, rest)
        source, domain, *__ = self._get_domain(name, crowd, span)
        if not self.env[source.model].has_access('read'):
            raise UserError(self.env._(
                "%(indicator)s: your role does not see these records. Ask whoever appraises you.", indicator=line.name))
        readable = Domain([*domain, *more]).map_conditions(
            lambda one: Domain(one.field_expr, one.operator, self._write_value(one.value)))
        return {
            'type': 'ir.actions.act_window', 'name': line.name, 'res_model': source.model, 'view_mode': 'list,form',
            'views': [(False, 'list'), (False, 'form')], 'domain': list(readable),
            'context': {'create': False, 'active_test': False}}

    @api.model
    def _write_value(self, value):
        if isinstance(value, datetime):
            return fields.Datetime.to_string(value)
        return fields.Date.to_string(value) if hasattr(value, 'year') else value

    @api.model
    def _get_part(self, name, crowd, span):
        return self._get_sources(span)[name].part
