"""The project. PyMySQL stands in for mysqlclient, which Django looks for and which needs a C compiler to install."""

import pymysql

pymysql.install_as_MySQLdb()
