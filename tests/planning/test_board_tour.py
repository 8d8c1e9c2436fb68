from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestBoardTour(BoardCommon, OneBrowserCase):
    """The dispatcher's hands on the board. The browser's clock can't be frozen: the outlet is open every day."""
    _now = None
    _days = range(7)

    def _start(self, tour, login, path='workshop-board'):
        self.start_tour(f'/odoo/{path}?outlet={self.workshop.id}', tour, login=login)

    @mute_logger('odoo.http')  # the server refuses the time that is taken
    def test_dispatcher_drags_cards(self):
        """E5: a dropped card is planned, one dropped on taken time goes back, one dragged aside loses its plan."""
        self.job.name, self.job_2.name = "First job", "Second job"
        self._start('aftersales_workshop_board', 'as_dispatcher')
        self.env.invalidate_all()
        self.assertEqual(self.job.technician_id, self.technician)
        self.assertFalse(self.job.planned_start, "It was dragged aside in the end.")
        self.assertFalse(self.job_2.technician_id, "The time was taken.")
        log = self.job.message_ids.sudo().tracking_value_ids.filtered(lambda value: value.field_id.name == 'planned_start')
        self.assertTrue(log, "It had been planned.")
        self.assertEqual(self.env['aftersales.allocation'].search_count([('order_id', '=', self.order.id)]), 0)

    def test_technician_looks_on(self):
        self._start('aftersales_workshop_board_reader', 'as_technician')

    def test_wall(self):
        """faults C16: what does not fit on the wall comes page by page."""
        self._start('aftersales_workshop_wall', 'as_technician', path='workshop-wall')
