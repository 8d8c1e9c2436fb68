from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.exchange import ImportCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestImportTour(ImportCommon, OneBrowserCase):

    def test_file_to_records(self):
        """Q3: uploaded, mapped, checked, reported row by row, taken over: by the manager, in the browser."""
        self.start_tour('/odoo/data-imports', 'aftersales_import_file', login=self.user_manager.login)
        people = self._find('res.partner', [('ref', 'in', ('T-1', 'T-2'))]).sorted('ref')
        self.assertEqual(people.mapped('name'), ["Li Na", "Wang Wei"])
        document = self.env['aftersales.exchange.import'].search([('user_id', '=', self.user_manager.id)])
        self.assertEqual((document.state, document.file_name, document.wrong_count), ('done', 'people.csv', 1))
