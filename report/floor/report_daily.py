from odoo import fields, models


class ReportDaily(models.AbstractModel):
    """The daily report by service class A-D: a page a supervisor's team, a page a technician (A6, E6)."""

    _name = 'report.aftersales.report_daily'
    _inherit = ['aftersales.print.mixin']
    _description = 'Daily Report'

    _print_model = 'aftersales.daily.report'

    def _prepare_pages(self, docs):
        return [page for doc in docs for page in self._prepare_daily_pages(doc)]

    def _prepare_daily_pages(self, doc):
        """Teams first when a supervisor prints, then every technician who clocked something."""
        # Not sudo: the figures and entries that the reader may see.
        rows = doc.sudo(False)._get_figures()
        common = {'doc': doc, **self._get_print_terms(doc), 'company': self.env.company.sudo()}
        common['address'] = common['company'].partner_id
        entries = self._get_entries(doc.sudo(False), rows)
        teams = self._prepare_teams(rows) if doc.is_supervisor else []
        return [dict(common, kind='team', **team) for team in teams] + [
            dict(common, kind='technician', row=row, entries=entries.get(row['employee'].id, []))
            for row in rows if row['employee'].id in entries or not doc.is_supervisor
        ]

    def _prepare_teams(self, rows):
        """Figures of each supervisor's people with their sum."""
        by_supervisor = {}
        for row in rows:
            by_supervisor.setdefault(row['supervisor'], []).append(row)
        sums = self.env['aftersales.time.entry']._sum_figures(rows, 'supervisor')
        return [
            {'supervisor': supervisor.sudo(), 'rows': team_rows, 'sum': sums[supervisor]}
            for supervisor, team_rows in by_supervisor.items()
        ]

    def _get_entries(self, doc, rows):
        """:return: dict of employee's id: his entries of the days with the ``hours`` that fall into them"""
        Entry = self.env['aftersales.time.entry']
        workshops = self.env['aftersales.workshop'].union(*(row['workshop'] for row in rows))
        start, stop = Entry._get_day_bounds(doc.date_from, doc.date_to, workshops)
        employee_ids = [row['employee'].id for row in rows]
        entries = Entry.search([
            ('employee_id', 'in', employee_ids), ('start', '<', stop), '|', ('stop', '=', False), ('stop', '>', start),
        ], order='start, id').sudo()
        now = fields.Datetime.now()
        result = {}
        for entry in entries:
            hours = (min(entry.stop or now, stop) - max(entry.start, start)).total_seconds() / 3600
            result.setdefault(entry.employee_id.id, []).append({
                'entry': entry,
                'hours': max(hours, 0.0),
                'tz': entry.workshop_id._get_tz().zone if entry.workshop_id else None,
            })
        return result
