from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestAskedDays(TransactionCase):
    """faults P6: an analysis that is asked for some months reads these; what it says of them stays what it was."""

    def _get_models(self):
        return [model for model in self.env.values() if getattr(model, '_asked_field', None)]

    def _read(self, model, date, domain):
        sums = [f'{name}:sum' for name, field in model._fields.items()
                if field.type in ('integer', 'float', 'monetary') and field.aggregator == 'sum' and name != 'id']
        groups = [*({'workshop_id', 'company_id'} & {*model._fields}), f'{date}:month']
        return sorted(map(str, model._read_group(domain, groups, [*sums, '__count'])))

    def _round(self, values):
        """Which value is added first moves the last digits of a mean."""
        return {name: round(value, 6) if isinstance(value, float) else value for name, value in values.items()}

    def test_same_figures(self):
        """As if all months had been read, of one month, of some, and of those since; whichever way it is asked."""
        env = self.env(context={'allowed_company_ids': self.env['res.company'].search([]).ids})
        models, found = self._get_models(), set()
        self.assertGreaterEqual(len(models), 3)
        month = fields.Date.today().replace(day=1)
        for model in models:
            model, name = env[model._name], model._asked_field
            for back in (0, 1, 6):
                first = month - relativedelta(months=back)
                after = first + relativedelta(months=1)
                for domain in (
                    [(name, '>=', str(first)), (name, '<', str(after))], [(name, '>=', first)], [(name, '<', first)],
                    [(name, 'in', [first, after])], ['|', (name, '<', first), (name, '>=', after)],
                ):
                    with self.subTest(model=model._name, domain=domain):
                        some = self._read(model, name, domain)
                        with patch.object(self.registry[model._name], '_asked_field', None):
                            every = self._read(model, name, domain)
                        self.assertEqual(some, every)
                        found.update({model._name} if some else ())
        # Of no technician the demo has three marks in a month: see the tests of surveys.
        self.assertEqual(
            found | {'aftersales.survey.technician.report'}, {model._name for model in models}, "there are figures to compare")

    def test_opened_rows(self):
        """A row that is opened says what the list says of it, and reads its month alone; nonsense for an id finds nothing."""
        env = self.env(context={'allowed_company_ids': self.env['res.company'].search([]).ids})
        told = set()
        for model in self._get_models():
            model = env[model._name]
            names = [name for name, field in model._fields.items() if field.store and name not in ('id', 'display_name')]
            rows = model.search([], limit=400)
            every = {row['id']: row for row in rows.read(names, load=None)}
            for row in rows[::40]:
                with self.subTest(row=row):
                    env.invalidate_all()
                    self.assertEqual(self._round(row.read(names, load=None)[0]), self._round(every[row.id]))
                    if number := model._get_month_number(row.id):
                        month = row[model._asked_field]
                        self.assertEqual(number, month.year * 12 + month.month)
                        told.add(model._name)
            for nonsense in (0, -1, 10 ** 9 + 99_999, 2 ** 31 - 1):
                model.browse(nonsense)._as_query()
        self.assertGreaterEqual(len(told), 5, "some have rows whose ids tell their month")

    def test_newest_rows(self):
        """Rows that are looked for among the newest first are those of all, page by page, and so is their number."""
        env = self.env(context={'allowed_company_ids': self.env['res.company'].search([]).ids})
        models = [model for model in self.env.values() if getattr(model, '_newest_field', None)]
        self.assertGreater(len(models), 8)
        found = set()
        for model in models:
            model, name = env[model._name], model._newest_field
            with patch.object(self.registry[model._name], '_newest_field', None):
                every = model.search([])
                old = model.search([(name, '<', fields.Date.today() - relativedelta(months=1))])
            self.assertFalse(every.filtered(lambda row, name=name: not row[name]), f"{model._name}: every row has its day")
            for domain, rows in (([], every), ([('id', 'in', old.ids)], old)):
                for limit, offset in ((1, 0), (3, 2), (len(rows) or 1, 0), (len(rows) + 1, 0)):
                    with self.subTest(model=model._name, limit=limit, offset=offset):
                        self.assertEqual(
                            model.search_fetch(domain, [name], offset=offset, limit=limit), rows[offset:offset + limit])
                        self.assertEqual(model.search_count(domain, limit=limit), min(len(rows), limit))
                        self.assertEqual(
                            model.search(domain, limit=limit, order=f'{name}, id'), rows.sorted(
                                lambda row, name=name: (row[name], row.id))[:limit])
            found.update({model._name} if old and every > old else ())
        self.assertGreater(len(found), 2, "there are new rows and old ones to compare")

    def test_context_of_a_client(self):
        """faults A5: days in the context of a call are not taken for the system's own."""
        for model in self._get_models():
            with self.subTest(model=model._name):
                rows = model.search([], limit=1)
                self.env.invalidate_all()
                rows.with_context(aftersales_asked_days=['x', 5]).read(['company_id'])

    def test_days_asked_for(self):
        """Conditions every row must meet say the days; one of several does not."""
        figure = self.env['aftersales.part.figure']
        day = fields.Date.to_date
        for domain, asked in (
            ([('month', '=', '2026-05-01')], (day('2026-05-01'), day('2026-05-31'))),
            ([('month', '>=', '2026-05-01'), ('month', '>=', '2026-06-01')], (day('2026-06-01'), None)),
            (['|', ('month', '=', '2026-05-01'), ('workshop_id', '=', 1)], (None, None)),
            ([('month', '!=', '2026-05-01')], (None, None)),
            ([], (None, None)),
        ):
            with self.subTest(domain):
                self.assertEqual(figure._get_asked_days(domain), asked)
