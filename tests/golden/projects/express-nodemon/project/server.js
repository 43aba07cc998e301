const http = require('http');
const fs = require('fs');
const app = require('./app');

fs.mkdirSync('data', { recursive: true });
fs.writeFileSync('data/started.json', JSON.stringify({ at: Date.now() }));

http.createServer(app).listen(process.env.PORT || 5000);
